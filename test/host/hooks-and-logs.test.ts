import { expect, test } from "vitest";
import { startFixture } from "./start-fixture.ts";

test("runs hooks around the handler in the order of the real worker", async () => {
  const { host } = await startFixture();
  const response = await fetch(`${host.url}/api/hooked`);
  expect(await response.json()).toEqual(["pre", "handler", "post"]);
});

test("lets a hook replace the handler, and clear an error", async () => {
  const { host } = await startFixture();
  expect(await (await fetch(`${host.url}/api/replaced`)).text()).toBe("from the hook");
  expect((await fetch(`${host.url}/api/mended`)).status).toBe(418);
  expect(host.stats().mended).toEqual({ started: 1, succeeded: 1, failed: 0 });
});

test("hands out what the app logs, with its invocation, and what it writes to the console", async () => {
  const { host, logs } = await startFixture();
  await fetch(`${host.url}/api/hooked`);

  const line = logs.find((each) => each.message.startsWith("handler of"));
  expect(line).toMatchObject({
    level: "information",
    functionName: "hooked",
    message: "handler of hooked and [removed]",
  });
  const executing = logs.find((each) => each.message === "Executing" && each.functionName === "hooked");
  expect(line?.invocationId).toBe(executing?.invocationId);
  expect(logs).toContainEqual(expect.objectContaining({ level: "information", message: "appStart ran" }));
});

test("runs appTerminate hooks at a stop, and the worker is gone", async () => {
  const { host, record } = await startFixture();
  await host.stop();
  expect(await record()).toEqual([{ terminated: true }]);
  expect(host.workerPid()).toBeUndefined();
});

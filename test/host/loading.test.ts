import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { virtualClock } from "../../dev/clock.ts";
import { HostStartError } from "../../dev/host/host-start-error.ts";
import { makeApp } from "./make-app.ts";
import { startFixture } from "./start-fixture.ts";

/** The problems that keep an app of this text from starting. */
async function problemsOf(text: string, settings: Record<string, string> = {}): Promise<readonly string[]> {
  const appDir = await makeApp(`const handler = () => undefined;\n${text}`);
  const error: unknown = await startFixture(settings, { appDir }).catch((thrown: unknown) => thrown);
  if (!(error instanceof HostStartError)) throw error;
  return error.problems;
}

test("says what the app threw while it was loaded", async () => {
  await expect(startFixture({ FIXTURE: "throws" })).rejects.toThrow("the fixture refuses to load");
});

test("says that the worker ended while it loaded the app, and its last words", async () => {
  const appDir = await makeApp(`console.error("no key vault"); process.exit(3);`);
  await expect(startFixture({}, { appDir })).rejects.toThrow(/ended while it loaded the app\nno key vault/);
});

test("refuses an app that registers nothing", async () => {
  expect(await problemsOf("")).toEqual(["The app registers no function"]);
});

test("refuses names that the real host would refuse", async () => {
  const problems = await problemsOf(`
    app.http("1st", { handler });
    app.http("host", { route: "h", handler });
    app.http("same", { route: "s1", handler });
    app.http("Same", { route: "s2", handler });
  `);
  expect(problems).toEqual([
    expect.stringMatching(/^1st: a function name is a letter/),
    expect.stringMatching(/^host: "host" is not allowed/),
    expect.stringMatching(/^same: another function has the same name/),
    expect.stringMatching(/^Same: another function has the same name/),
  ]);
});

test("refuses reserved and double routes", async () => {
  const problems = await problemsOf(`
    app.http("administrators", { handler });
    app.http("status", { route: "runtime/status", handler });
    app.http("first", { route: "cases/{id}", methods: ["GET", "POST"], handler });
    app.http("second", { route: "Cases/{ID}", methods: ["POST"], handler });
    app.http("third", { route: "cases/{id}", methods: ["PUT"], handler });
    app.http("other", { route: "cases/{key}", methods: ["GET"], handler });
    app.http("fourth", { route: "cases/{id:odd}", methods: ["DELETE"], handler });
    app.http("fifth", { route: "cases/{id?}/steps", handler });
  `);
  expect(problems).toEqual([
    expect.stringMatching(/^administrators: .*begins with admin or runtime/),
    expect.stringMatching(/^status: .*begins with admin or runtime/),
    expect.stringMatching(/^second: first has the same route and method/),
    expect.stringMatching(/^other: first has the same route and method, cases\/\{id\}/),
    'fourth: there is no route constraint "odd"',
    'fifth: "api/cases/{id?}/steps": only the end can be optional',
  ]);
});

test("refuses what the settings do not fill in", async () => {
  const problems = await problemsOf(
    `
    app.timer("clock", { schedule: "%CRON%", handler });
    app.timer("wrong", { schedule: "every hour", handler });
    app.serviceBusQueue("queue", { connection: "NOWHERE", queueName: "q", handler });
    app.serviceBusQueue("signed", { connection: "SIGNED", queueName: "q", handler });
    app.serviceBusQueue("sdk", { connection: "NOWHERE", queueName: "q", sdkBinding: true, handler });
    app.timer("sends", {
      schedule: "0 0 * * * *",
      return: output.serviceBusQueue({ connection: "ELSEWHERE", queueName: "%QUEUE%" }),
      handler,
    });
  `,
    { SIGNED__fullyQualifiedNamespace: "somewhere.servicebus.windows.net" },
  );
  expect(problems).toEqual([
    'clock: %CRON% in "schedule" has no value in the settings',
    expect.stringMatching(/^queue: connection "NOWHERE" has no value: set AzureWebJobsNOWHERE or NOWHERE/),
    expect.stringMatching(/^signed: connection "SIGNED" signs in by identity/),
    expect.stringMatching(/^sdk: .*sdkBinding needs an extension package/),
    'sends: %QUEUE% in "queueName" has no value in the settings',
    expect.stringMatching(/^sends: connection "ELSEWHERE" has no value/),
    'wrong: "every hour" is not an NCRONTAB expression',
  ]);
});

test("refuses triggers and bindings that it does not run", async () => {
  const problems = await problemsOf(`
    app.storageQueue("storage", { connection: "X", queueName: "q", handler });
    app.generic("none", { trigger: { type: "httpTrigger" }, extraInputs: [{ type: "blob", name: "in" }], handler });
  `);
  expect(problems).toEqual([
    expect.stringMatching(/^storage: the local host does not run "queueTrigger"/),
    expect.stringMatching(/^none: the local host binds no input "in" of type "blob"/),
  ]);
});

test("says what is wrong with a retry policy, and that there is none for HTTP", async () => {
  const policy = `{ strategy: "exponentialBackoff", maxRetryCount: 2, minimumInterval: 9000, maximumInterval: 3000 }`;
  const text = `app.timer("clock", { schedule: "0 0 * * * *", retry: ${policy}, handler });`;
  expect(await problemsOf(text)).toEqual([expect.stringMatching(/^clock: .*must not be greater/)]);

  const retry = `{ strategy: "fixedDelay", maxRetryCount: 2, delayInterval: 1000 }`;
  const appDir = await makeApp(`app.http("a", { retry: ${retry}, handler: () => ({}) });`);
  const { logs } = await startFixture({}, { appDir });
  expect(logs).toContainEqual(
    expect.objectContaining({
      level: "warning",
      message: "Retries are not supported for function 'Functions.a'.",
    }),
  );
});

test("says which of two functions gets nothing, as the first that fits is asked", async () => {
  const appDir = await makeApp(`
    app.http("one", { route: "cases/{id}", handler: () => ({ body: "one" }) });
    app.http("late", { route: "cases/late", handler: () => ({ body: "late" }) });
  `);
  const { host, logs } = await startFixture({}, { appDir });
  expect(await (await fetch(`${host.url}/api/cases/late`)).text()).toBe("one");
  expect(logs).toContainEqual(
    expect.objectContaining({
      level: "warning",
      message: "late: one, registered before it, takes requests for cases/late",
    }),
  );
});

test("refuses a host.json that the real host refuses", async () => {
  const refused = async (serviceBus: object) =>
    startFixture({}, { appDir: await makeApp("", undefined, { extensions: { serviceBus } }) });
  await expect(refused({ minMessageBatchSize: 20, maxMessageBatchSize: 10 })).rejects.toThrow(/minimum message batch/);
  await expect(refused({ maxBatchWaitTime: "00:02:31" })).rejects.toThrow(/half the lock duration/);
  await expect(refused({ maxConcurrentCalls: 0 })).rejects.toThrow(/host\.json/);
});

test("loads every file that main matches, with top-level await, and nothing can be registered later", async () => {
  const appDir = await makeApp(
    `app.http("late", { handler: () => { app.http("later", { handler: () => ({}) }); return {}; } });`,
    { type: "module", main: "{main,more}.js" },
  );
  await writeFile(
    join(appDir, "more.js"),
    `import { app } from "@azure/functions";
     await new Promise((resolve) => setTimeout(resolve, 5));
     app.http("more", { handler: () => ({ body: "more" }) });`,
  );

  const { host, logs } = await startFixture({}, { appDir });

  expect(host.functions.map(({ name }) => name)).toEqual(["late", "more"]);
  expect((await fetch(`${host.url}/api/late`)).status).toBe(500);
  expect(logs).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining("can only be registered during app startup") }),
  );
});

test("says which file is missing or wrong", async () => {
  const appDir = await makeApp("", { main: "dist/*.js" });
  await expect(startFixture({}, { appDir })).rejects.toThrow(/No file matches "main".*dist\/\*\.js/);
  await writeFile(join(appDir, "package.json"), "{}");
  await expect(startFixture({}, { appDir })).rejects.toThrow(/package\.json/);
  await rm(join(appDir, "host.json"));
  await writeFile(join(appDir, "package.json"), JSON.stringify({ main: "main.js" }));
  await expect(startFixture({}, { appDir })).rejects.toThrow(/host\.json/);
});

test("keeps the developer's environment out of the worker, and the virtual time in it", async () => {
  process.env.SOMETHING_OF_THE_MACHINE = "1";
  const appDir = await makeApp(
    `app.http("env", { handler: () => ({ jsonBody: { env: process.env, now: Date.now(), date: new Date() } }) });`,
  );
  const clock = virtualClock();
  await clock.advance(86_400_000);
  const { host } = await startFixture({ A_SETTING: "a" }, { appDir, env: { AN_EXTRA: "e" } });
  const Seen = z.object({ env: z.looseObject({}), now: z.number(), date: z.string() });
  const seen = async () => Seen.parse(await (await fetch(`${host.url}/api/env`)).json());

  const before = await seen();
  expect(before.env).toMatchObject({ A_SETTING: "a", AN_EXTRA: "e" });
  expect(before.env).not.toHaveProperty("SOMETHING_OF_THE_MACHINE");
  expect(Math.abs(before.now - Date.now())).toBeLessThan(5000);

  await clock.advance(120 * 86_400_000);
  const after = await seen();
  expect(after.now - before.now).toBeGreaterThanOrEqual(120 * 86_400_000);
  expect(Math.abs(Date.parse(after.date) - Date.now())).toBeLessThan(5000);
});

test("says that the port is taken, and leaves no worker behind", async () => {
  const { host } = await startFixture();
  const starting = startFixture({}, { port: Number(new URL(host.url).port) });
  await expect(starting).rejects.toThrow("EADDRINUSE");
});

import { expect, test } from "vitest";
import { deleteUser } from "../../dev/tenant/deletion/changes.ts";
import { aStack } from "./a-stack.ts";

const stack = aStack();
const minuteMs = 60_000;

test("REQ-41: the whole product subscribes, is called by the tenant, and follows a deletion at the portal within a minute", async () => {
  const { stack: running, scene } = stack.here;
  const { clock, tenant, host } = running;
  await clock.advance(16 * minuteMs);
  await scene.until("the subscription", 20, async () => tenant.state.subscriptions.all().length === 1);
  await scene.until("the first round", 20, async () =>
    stack.here.logs.some((line) => line.includes("directory-changes-read")),
  );

  deleteUser(tenant.state, tenant.state.person("clara"), "hand");

  await scene.until("the case", 20, async () => (await scene.casesOf("clara")).length === 1);
  const [only] = await scene.casesOf("clara");
  expect(only).toMatchObject({ kind: "retention", source: "directory" });
  expect(tenant.notifier.log.every(({ status }) => status === 202)).toBe(true);
  expect(tenant.unhandled()).toEqual([]);
  await host.idle();
});

test("R-08: the notification is lost, and the timer finds the deletion within a quarter of an hour", async () => {
  const { stack: running, scene } = stack.here;
  running.tenant.notifier.disorder({ drop: 1 });
  deleteUser(running.tenant.state, running.tenant.state.person("ben"), "hand");

  await running.clock.advance(15 * minuteMs);

  await scene.until("the case", 20, async () => (await scene.casesOf("ben")).length === 1);
  running.tenant.notifier.disorder({});
});

test("the answer to a handshake and to a forged notification, over the real host", async () => {
  const { host, tenant } = stack.here.stack;
  const token = "Validation: Testing client application reachability for subscription Request-Id: 1+2";
  const address = `${host.url}/api/graph/notifications`;

  const shaken = await fetch(`${address}?validationToken=${encodeURIComponent(token)}`, { method: "POST" });
  const read = await fetch(address);
  const forged = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ value: [{ subscriptionId: "x", clientState: "y", tenantId: tenant.tenantId }] }),
  });

  expect([shaken.status, shaken.headers.get("content-type"), await shaken.text()]).toEqual([
    200,
    "text/plain; charset=utf-8",
    token,
  ]);
  expect([read.status, read.headers.get("allow")]).toEqual([405, "POST"]);
  expect(forged.status).toBe(202);
  expect(stack.here.logs.some((line) => line.includes("graph-notification-dropped"))).toBe(true);
});

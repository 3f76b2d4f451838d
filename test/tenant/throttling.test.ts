import { expect, test } from "vitest";
import { aTenant, clock, errorOf, request } from "./a-tenant.ts";

test("nothing is throttled unless that is ordered", async () => {
  await using tenant = await aTenant();
  for (let round = 0; round < 60; round++) {
    expect((await tenant.graph("GET", "users?$top=1")).headers.get("x-ms-resource-unit")).toBeNull();
  }
});

test("2.5: the directory answers 429 with a time to wait, and reads again after it", async () => {
  await using tenant = await aTenant();
  tenant.throttle.on({ identity: { limit: 10, windowMs: 10_000 } });
  const { id } = tenant.state.person("anna");
  const read = () => tenant.graph("GET", `users/${id}?$select=id`);

  const first = await read();
  for (let round = 0; round < 8; round++) await read();
  const near = await read();
  const refused = await read();
  const seconds = Number(refused.headers.get("retry-after"));
  await clock.advance(seconds * 1000);

  expect(first.headers.get("x-ms-resource-unit")).toBe("1");
  expect(near.headers.get("x-ms-throttle-limit-percentage")).toBe("1.00");
  expect(refused).toMatchObject({ status: 429, body: errorOf("TooManyRequests") });
  expect(refused.headers.get("x-ms-throttle-information")).toBe("ResourceUnitLimitExceeded");
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(10);
  expect((await read()).status).toBe(200);
});

test("who goes on calling waits longer", async () => {
  await using tenant = await aTenant();
  tenant.throttle.on({ identity: { limit: 2, windowMs: 10_000 } });
  const read = () => tenant.graph("GET", "organization");
  await read();
  await clock.advance(6_000);
  await read();
  for (let round = 0; round < 3; round++) await read();
  await clock.advance(5_000);

  expect((await read()).status, "the first has left the window, the impatient ones have not").toBe(429);
});

test("each quota is its own: writes, a mailbox, the parts of a batch", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  tenant.throttle.on({
    "identity-writes": { limit: 1, windowMs: 150_000 },
    outlook: { limit: 1, windowMs: 600_000 },
  });
  const write = (jobTitle: string) => tenant.graph("PATCH", `users/${id}`, { jobTitle });
  const sent = (key: string) =>
    tenant.graph("GET", `users/${tenant.state.person(key).id}/mailFolders/sentitems/messages`);

  expect([(await write("a")).status, (await write("b")).status]).toEqual([204, 429]);
  expect((await tenant.graph("GET", `users/${id}`)).status).toBe(200);
  expect([(await sent("anna")).status, (await sent("anna")).status, (await sent("ben")).status]).toEqual([
    200, 429, 200,
  ]);
  const part = { id: "1", method: "PATCH", url: `/users/${id}`, headers: { "Content-Type": "application/json" } };
  const batch = await tenant.graph("POST", "$batch", { requests: [{ ...part, body: { jobTitle: "c" } }] });
  expect(batch).toMatchObject({
    status: 200,
    body: { responses: [{ id: "1", status: 429, headers: { "Retry-After": expect.any(String) } }] },
  });
});

test("switched on and off from outside", async () => {
  await using tenant = await aTenant();
  const order = (body: unknown) =>
    request(`${tenant.controlUrl}/throttling`, { method: "POST", body: JSON.stringify(body) });

  await order({ on: true, limits: { identity: { limit: 1, windowMs: 10_000 } } });
  const refused = [await tenant.graph("GET", "domains"), await tenant.graph("GET", "domains")];
  await order({ on: false });

  expect(refused.map(({ status }) => status)).toEqual([200, 429]);
  expect((await tenant.graph("GET", "domains")).status).toBe(200);
  expect((await order({ on: true, limits: { nothing: { limit: 1, windowMs: 1 } } })).status).toBe(400);
});

import { expect, test } from "vitest";
import { aTenant, clock, errorOf } from "./a-tenant.ts";

test("a fault before the change leaves the tenant as it was, one after it does not", async () => {
  await using tenant = await aTenant();
  const [anna, ben] = [tenant.state.person("anna"), tenant.state.person("ben")];
  tenant.faults.add({
    match: { method: "PATCH", path: new RegExp(anna.id) },
    action: { status: 429, retryAfterSeconds: 17, when: "before" },
    times: 1,
  });
  tenant.faults.add({ match: { method: "PATCH", path: new RegExp(ben.id) }, action: { status: 504, when: "after" } });

  const before = await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: false });
  const after = await tenant.graph("PATCH", `users/${ben.id}`, { accountEnabled: false });

  expect(before).toMatchObject({ status: 429, body: errorOf("TooManyRequests") });
  expect(before.headers.get("retry-after")).toBe("17");
  expect(after.status).toBe(504);
  expect(after.headers.get("retry-after")).toBeNull();
  expect([anna.accountEnabled, ben.accountEnabled]).toEqual([true, false]);
  expect((await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: false })).status).toBe(204);
});

test("a connection is cut before or after the change, or never answered", async () => {
  await using tenant = await aTenant();
  const [anna, ben, clara] = ["anna", "ben", "clara"].map((key) => tenant.state.person(key));
  tenant.faults.add({ match: { path: new RegExp(`${anna?.id}`) }, action: { cut: "before" } });
  tenant.faults.add({ match: { path: new RegExp(`${ben?.id}`) }, action: { cut: "after" } });
  tenant.faults.add({ match: { path: new RegExp(`${clara?.id}`) }, action: { hang: true } });
  const block = (id: string | undefined) => tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });

  await expect(block(anna?.id)).rejects.toThrow();
  await expect(block(ben?.id)).rejects.toThrow();
  const silence = await Promise.race([block(clara?.id).catch(() => "broken"), later(200)]);

  expect(silence).toBe("later");
  expect([anna, ben, clara].map((person) => person?.accountEnabled)).toEqual([true, false, true]);
  expect(tenant.requests().filter(({ status }) => status === 0)).toHaveLength(3);
});

test("rules count: the nth, every so many, by cmdlet, and by chance that repeats with its seed", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  const rounds = async (count: number) => {
    const statuses: number[] = [];
    for (let round = 0; round < count; round++) statuses.push((await tenant.graph("GET", `users/${id}`)).status);
    return statuses;
  };
  const path = /^\/v1\.0\//;
  const action = { status: 503, when: "before" } as const;

  tenant.faults.add({ match: { path, nth: 2 }, action });
  expect(await rounds(4)).toEqual([200, 503, 200, 200]);
  tenant.faults.clear();
  tenant.faults.add({ match: { path, every: 2 }, action, times: 1 });
  expect(await rounds(4)).toEqual([200, 503, 200, 200]);
  tenant.faults.clear();
  tenant.faults.add({ match: { path, probability: 0.5, seed: 7 }, action });
  const first = await rounds(20);
  tenant.faults.clear();
  tenant.faults.add({ match: { path, probability: 0.5, seed: 7 }, action });
  expect(await rounds(20)).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 503]));
  tenant.faults.clear();
  tenant.faults.add({ match: { cmdlet: "set-casmailbox" }, action });
  expect((await tenant.exchange("Get-CASMailbox", { Identity: id })).status).toBe(200);
  expect((await tenant.exchange("Set-CASMailbox", { Identity: id })).status).toBe(503);
});

test("a share of all calls goes wrong after its effect, the same ones with the same seed", async () => {
  const statuses = async () => {
    await using tenant = await aTenant();
    const { id } = tenant.state.person("anna");
    await tenant.graph("GET", `users/${id}`);
    tenant.faults.share({ share: 0.3, seed: 11, match: { path: /^\/v1\.0\// } });
    const seen: (number | "cut")[] = [];
    for (let round = 0; round < 40; round++) {
      const jobTitle = `Title ${round}`;
      seen.push(
        await tenant.graph("PATCH", `users/${id}`, { jobTitle }).then(
          ({ status }) => status,
          () => "cut",
        ),
      );
      expect(tenant.state.person("anna").facts.jobTitle).toBe(jobTitle);
    }
    return seen;
  };

  const first = await statuses();
  expect(await statuses()).toEqual(first);
  expect(new Set(first)).toEqual(new Set([204, 503, 504, "cut"]));
});

test("silence can come after the change as well", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  tenant.faults.add({ match: { method: "PATCH" }, action: { hang: "after" } });

  const block = tenant.graph("PATCH", `users/${id}`, { accountEnabled: false }).catch(() => "broken");
  expect(await Promise.race([block, later(200)])).toBe("later");

  expect(tenant.state.person("anna").accountEnabled).toBe(false);
});

test("4.1, 13.3: names, managers, and whether somebody is there at all can lag behind", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  const read = async (path = "") => (await tenant.graph("GET", `users/${id}${path}`)).status;
  for (const property of ["existence", "manager", "user"]) tenant.faults.lag(property, 60_000);

  await tenant.graph("PATCH", `users/${id}`, { department: "None" });
  await tenant.graph("DELETE", `users/${id}/manager/$ref`);
  expect((await tenant.graph("GET", `users/${id}?$select=department`)).body).toMatchObject({ department: "Sales" });
  expect(await read("/manager")).toBe(200);
  await clock.advance(60_000);
  expect((await tenant.graph("GET", `users/${id}?$select=department`)).body).toMatchObject({ department: "None" });
  expect(await read("/manager")).toBe(404);

  await tenant.graph("DELETE", `users/${id}`);
  expect([await read(), (await tenant.graph("GET", `directory/deletedItems/${id}`)).status]).toEqual([200, 404]);
  await clock.advance(60_000);
  expect([await read(), (await tenant.graph("GET", `directory/deletedItems/${id}`)).status]).toEqual([404, 200]);
  await tenant.graph("POST", `directory/deletedItems/${id}/restore`, {});
  expect(await read()).toBe(404);
  await clock.advance(60_000);
  expect(await read()).toBe(200);
  expect(() => tenant.faults.lag("moods", 1)).toThrow(RangeError);
});

test("an answer can be delayed, for one path or for all", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  await tenant.graph("GET", `users/${id}`);
  tenant.faults.add({ match: { path: /manager/ }, action: { delayMs: 80 } });
  tenant.setLatency(40);

  const quick = await took(() => tenant.graph("GET", `users/${id}`));
  const slow = await took(() => tenant.graph("GET", `users/${id}/manager`));

  expect(quick).toBeGreaterThanOrEqual(39);
  expect(slow).toBeGreaterThanOrEqual(118);
});

function later(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve("later"), ms));
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

import { describe, expect, test } from "vitest";
import type { LaggingProperty } from "../../dev/tenant/faults.ts";
import { aProduct } from "../a-product.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";

const begin = aProduct();
const minute = 60_000;

/** Each change to the tenant, the request that makes it, and the property whose reads may lag behind it. */
const changes: readonly (readonly [string, { method?: string; path?: RegExp; cmdlet?: string }, LaggingProperty])[] = [
  ["block-sign-in", { method: "PATCH", path: /users/ }, "accountEnabled"],
  ["revoke-sessions", { method: "POST", path: /revokeSignInSessions/ }, "signInSessionsValidFromDateTime"],
  ["reset-password", { method: "PATCH", path: /users/ }, "lastPasswordChangeDateTime"],
  ["block-mail-protocols", { cmdlet: "Set-CASMailbox" }, "casMailbox"],
  ["remove-sign-in-methods", { method: "DELETE", path: /fido2Methods/ }, "authenticationMethods"],
  ["disable-devices", { method: "PATCH", path: /devices/ }, "deviceEnabled"],
];

/** How often each effect was made; one for each object is right, so `calm` has the same. */
async function undisturbed(product: Product, name: string): Promise<readonly string[]> {
  const calm = await product.leaver("leaver10").at(name);
  await product.run(name);
  return calm.effects();
}

/** Delivers what comes until the step has ended, at most for so long. */
async function workOff(product: Product, leaver: Leaver, name: string, minutes: number): Promise<string> {
  for (let passed = 0; passed < minutes * minute; passed += 10_000) {
    const { state } = await leaver.step(name);
    if (state !== "waiting" && state !== "changing" && state !== "ready") return state;
    await product.pass(10_000, name);
  }
  return (await leaver.step(name)).state;
}

describe.each(changes)("%s", (name, request, lagging) => {
  test("throttled for 120 seconds: waits as a message, and is made once after that time", async () => {
    const product = await begin();
    const expected = await undisturbed(product, name);
    const anna = await product.leaver("anna").at(name);
    const match = { ...request, nth: 1 };
    product.tenant.faults.add({ match, action: { status: 429, retryAfterSeconds: 120, when: "before" } });
    const askedAt = Date.now();

    await product.run(name);
    const waiting = await anna.step(name);
    const [next] = product.bus.waiting.filter(({ body }) => body.kind === "step" && body.step === name);
    expect(waiting).toMatchObject({ state: "waiting", because: expect.stringContaining("limits the number") });
    expect(Date.parse(next?.notBefore ?? "") - askedAt).toBeGreaterThanOrEqual(120_000);
    expect(Date.parse(next?.notBefore ?? "") - askedAt).toBeLessThan(125_000);

    await product.pass(119_000, name);
    expect((await anna.step(name)).state).toBe("waiting");
    await product.pass(6_000, name);
    expect([(await anna.step(name)).state, anna.effects()]).toEqual(["done", expected]);
  });

  test.each([
    ["503", { status: 503, when: "after" }],
    ["a cut connection", { cut: "after" }],
  ] as const)("P3: the change was made, and the answer is %s: seen, and not made again", async (_, action) => {
    const product = await begin();
    const expected = await undisturbed(product, name);
    const anna = await product.leaver("anna").at(name);
    product.tenant.faults.add({ match: { ...request, nth: 1 }, action });

    await product.run(name);

    expect(await workOff(product, anna, name, 2)).toBe("done");
    expect(anna.effects()).toEqual(expected);
    expect(await anna.faults()).toEqual([]);
  });

  test("P4: reads lag a minute behind the change: waits, looks again, changes once", async () => {
    const product = await begin();
    const expected = await undisturbed(product, name);
    const anna = await product.leaver("anna").at(name);
    product.tenant.faults.lag(lagging, minute);

    await product.run(name);
    expect(await anna.step(name)).toMatchObject({ state: "waiting", intent: { accepted: true } });

    expect(await workOff(product, anna, name, 3)).toBe("done");
    expect(anna.effects()).toEqual(expected);
    expect((await anna.history()).filter((what) => what === "step.intended")).toHaveLength(1);
  });

  test("P3: the answer was lost, and reads lag 20 seconds behind: the change is not made again", async () => {
    const product = await begin();
    const expected = await undisturbed(product, name);
    const anna = await product.leaver("anna").at(name);
    product.tenant.faults.lag(lagging, 20_000);
    product.tenant.faults.add({ match: { ...request, nth: 1 }, action: { status: 503, when: "after" } });

    await product.run(name);

    expect(await workOff(product, anna, name, 3)).toBe("done");
    expect(anna.effects()).toEqual(expected);
  });

  test("P3: nothing happened, and the answer is 503: made once, a little later", async () => {
    const product = await begin();
    const expected = await undisturbed(product, name);
    const anna = await product.leaver("anna").at(name);
    product.tenant.faults.add({ match: { ...request, nth: 1 }, action: { status: 503, when: "before" } });

    await product.run(name);
    expect((await anna.step(name)).state).toBe("waiting");

    expect(await workOff(product, anna, name, 3)).toBe("done");
    expect(anna.effects()).toEqual(expected);
  });
});

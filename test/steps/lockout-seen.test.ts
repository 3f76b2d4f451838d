import { describe, expect, test } from "vitest";
import { setAccountEnabled } from "../../dev/tenant/changes.ts";
import { lockoutMs } from "../../shared/domain/case.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";

const begin = aProduct();
const minute = 60_000;

/** Anna's case with everything done but the last look; that one is due. */
async function annaBeforeTheLastLook(product: Product) {
  product.terminate("anna");
  await product.told("anna");
  await product.runUntil("confirm-lockout");
  return product.leaver("anna");
}

describe("confirm-lockout", () => {
  test("R-16: anna is locked out when the disabled state, the later stamp and a quiet sign-in log were seen", async () => {
    const product = await begin();
    const anna = await annaBeforeTheLastLook(product);

    await product.run("confirm-lockout");

    const { evidence } = await anna.step("revoke-sessions-again");
    const stamp = new Date(anna.person.sessionsValidFrom).toISOString();
    expect(evidence).toEqual({ sessionsValidFrom: stamp });
    expect(await anna.step("confirm-lockout")).toMatchObject({
      state: "done",
      evidence: { enabled: false, signInsSinceBlock: 0, sessionsValidFrom: stamp, revokedAt: stamp },
    });
    expect(lockoutMs(await anna.record())).toBeGreaterThan(0);
    expect(await anna.events()).toEqual(["case.opened", "case.late", "case.locked-out"]);
  });

  test("R-16: a failed attempt to sign in opens no door", async () => {
    const product = await begin();
    const anna = await annaBeforeTheLastLook(product);
    expect(product.tenant.state.signIn("anna").errorCode).toBe(50057);

    await product.run("confirm-lockout");

    expect((await anna.step("confirm-lockout")).state).toBe("done");
  });

  test("R-16: somebody signed in after the block: not locked out, and after an hour a person is called", async () => {
    const product = await begin();
    const anna = await annaBeforeTheLastLook(product);
    await clock.advance(1_000);
    product.tenant.state.signIn("anna", 0);

    await product.run("confirm-lockout");
    expect(await anna.step("confirm-lockout")).toMatchObject({
      state: "waiting",
      because: expect.stringMatching(/^somebody signed in after the block/),
    });

    await product.passAwake(59 * minute, "confirm-lockout");
    expect((await anna.step("confirm-lockout")).state).toBe("waiting");
    await product.passAwake(10 * minute, "confirm-lockout");
    expect(await anna.step("confirm-lockout")).toMatchObject({
      state: "parked",
      because: expect.stringMatching(/somebody signed in after the block.*resume/),
    });
    expect(await anna.record()).toMatchObject({ status: "parked" });
    expect((await anna.record()).lockedOutAt).toBeUndefined();
    expect(await anna.events()).toEqual(["case.opened", "case.late", "case.parked"]);

    await anna.resume();
    await product.run();
    expect((await anna.step("confirm-lockout")).state, "a person has dealt with that sign-in").toBe("done");
  });

  test("R-16, R-62: the account is enabled again: not locked out until it is disabled, then at once", async () => {
    const product = await begin();
    const anna = await annaBeforeTheLastLook(product);
    setAccountEnabled(product.tenant.state, anna.person, true, "sync");

    await product.run("confirm-lockout");
    expect(await anna.step("confirm-lockout")).toMatchObject({
      state: "waiting",
      because: "the account is enabled again",
    });

    setAccountEnabled(product.tenant.state, anna.person, false, "hand");
    await product.pass(10_000, "confirm-lockout");
    expect((await anna.step("confirm-lockout")).state).toBe("done");
  });

  test("R-16: the revocation is not visible yet: not locked out, however the other two look", async () => {
    const product = await begin();
    const anna = await annaBeforeTheLastLook(product);
    anna.person.sessionsValidFrom -= 1_000;

    await product.run("confirm-lockout");

    expect(await anna.step("confirm-lockout")).toMatchObject({
      state: "waiting",
      because: "the revocation is not visible",
    });
  });

  test("R-16: a tenant without sign-in log rests on two observations, and the evidence says so", async () => {
    const product = await begin({ policy: { signInLog: "unavailable" } });
    const anna = await annaBeforeTheLastLook(product);
    product.tenant.faults.add({ match: { path: /signIns/ }, action: { status: 403, when: "before" } });

    await product.run("confirm-lockout");

    expect(await anna.step("confirm-lockout")).toMatchObject({ state: "done", evidence: { signInsSinceBlock: null } });
  });

  test("R-16, R-71: a sign-in log that cannot be read parks, and never counts as quiet", async () => {
    const product = await begin();
    const anna = await annaBeforeTheLastLook(product);
    product.tenant.faults.add({ match: { path: /signIns/ }, action: { status: 403, when: "before" } });

    await product.run("confirm-lockout");

    expect(await anna.step("confirm-lockout")).toMatchObject({
      state: "parked",
      because: expect.stringContaining("AuditLog.Read.All"),
    });
    expect((await anna.record()).lockedOutAt).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import { stepNamed } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";

const begin = aProduct();

/** A whole second of the service, as an instant. */
const stamp = (epochMs: number) => new Date(epochMs).toISOString();

describe("block-sign-in", () => {
  test("REQ-06, P4, P9: anna's account is disabled once, after the intent was written, and seen disabled", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");

    await product.run("block-sign-in");

    expect(anna.effects()).toEqual(["block-sign-in"]);
    expect(await anna.step("block-sign-in")).toMatchObject({
      state: "done",
      before: { enabled: true, masteredOnPremises: false },
      evidence: { enabled: false, masteredOnPremises: false },
    });
    expect(await anna.history()).toEqual(["case.opened", "step.intended", "step.done"]);
  });

  test("hanna was disabled by hand before: unchanged, and nothing is written", async () => {
    const product = await begin();
    const hanna = await product.leaver("hanna").at("block-sign-in");

    await product.run("block-sign-in");

    expect(await hanna.step("block-sign-in")).toMatchObject({ state: "unchanged", evidence: { enabled: false } });
    expect(product.writes()).toEqual([]);
    expect(await hanna.history()).toEqual(["case.opened", "step.unchanged"]);
  });

  test("R-21: the account of a guest is disabled like any other", async () => {
    const product = await begin();
    const gwen = await product.leaver("guest").at("block-sign-in");

    await product.run("block-sign-in");

    expect([gwen.person.accountEnabled, (await gwen.step("block-sign-in")).state]).toEqual([false, "done"]);
  });
});

describe.each(["revoke-sessions", "revoke-sessions-again"])("%s", (name) => {
  test("R-13, R-16: anna's sessions are revoked once, and the service's own stamp proves it", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(name);
    const before = anna.person.sessionsValidFrom;

    await product.run(name);

    const after = anna.person.sessionsValidFrom;
    expect(after).toBeGreaterThan(before);
    expect(anna.effects()).toEqual(["revoke-sessions"]);
    expect(await anna.step(name)).toMatchObject({
      state: "done",
      before: { sessionsValidFrom: stamp(before) },
      evidence: { sessionsValidFrom: stamp(after) },
    });
  });

  test("R-13: somebody else's revocation a moment ago never counts as ours: the next one has a later second", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(name);
    anna.person.sessionsValidFrom = Math.floor(clock.now() / 1_000) * 1_000;
    const before = anna.person.sessionsValidFrom;

    await product.run(name);

    expect(anna.person.sessionsValidFrom).toBe(before + 1_000);
    expect([anna.effects(), (await anna.step(name)).state]).toEqual([["revoke-sessions"], "done"]);
  });

  test("R-21: the sessions of a guest belong to the home tenant: skipped with that reason", async () => {
    const product = await begin();
    const gwen = await product.leaver("guest").at(name);

    await product.run(name);

    expect(await gwen.step(name)).toMatchObject({ state: "skipped", because: expect.stringContaining("home tenant") });
    expect(gwen.effects()).toEqual([]);
  });
});

describe("reset-password", () => {
  test("REQ-02, REQ-07, R-14: anna's password becomes one that nobody knows, once, and the ledger holds times only", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("reset-password");
    const before = anna.person.passwordChangedAt;

    await product.run("reset-password");

    expect(anna.effects()).toEqual(["reset-password"]);
    expect(product.tenant.state.signIn("anna").errorCode).not.toBe(0);
    expect(await anna.step("reset-password")).toMatchObject({
      state: "done",
      before: { passwordChangedAt: stamp(before), masteredOnPremises: false },
      evidence: { passwordChangedAt: stamp(anna.person.passwordChangedAt), masteredOnPremises: false },
    });
    const [password = ""] = product.tenant.state.passwordsSeen();
    expect(password).not.toBe("");
    expect(JSON.stringify([await anna.file(), product.bus.sent, product.world.logs])).not.toContain(password);
  });

  test("R-14: a password that anna changed herself this very second is not taken for ours", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("reset-password");
    anna.person.passwordChangedAt = Math.floor(clock.now() / 1_000) * 1_000;

    await product.run("reset-password");

    expect(product.tenant.state.passwordWasSet("anna")).toBe(true);
    expect([anna.effects(), (await anna.step("reset-password")).state]).toEqual([["reset-password"], "done"]);
  });

  test("R-21: the password of a guest belongs to the home tenant: skipped with that reason", async () => {
    const product = await begin();
    const gwen = await product.leaver("guest").at("reset-password");

    await product.run("reset-password");

    expect(await gwen.step("reset-password")).toMatchObject({
      state: "skipped",
      because: expect.stringContaining("home tenant"),
    });
  });
});

test("R-12: a message that comes too early revokes nothing while anna's account is still enabled", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("block-sign-in");
  const { caseId } = await anna.record();

  await product.deliver({ kind: "step", caseId, step: stepNamed("revoke-sessions").name, generation: 1 });
  expect(anna.effects()).toEqual([]);

  await product.run("block-sign-in");
  await product.run("revoke-sessions");
  expect(anna.effects()).toEqual(["block-sign-in", "revoke-sessions"]);
});

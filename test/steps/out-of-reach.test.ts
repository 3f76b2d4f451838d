import { describe, expect, test } from "vitest";
import { setAccountEnabled, setDeviceEnabled } from "../../dev/tenant/changes.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";

const begin = aProduct();

async function terminated(product: Product, who: string) {
  product.terminate(who);
  await product.told(who);
  await product.run();
  return product.leaver(who);
}

/** What an administrator does on premises, after the next sync. */
async function doneInActiveDirectory(product: Product, who: string): Promise<void> {
  const { state } = product.tenant;
  await clock.advance(30 * 60_000);
  setAccountEnabled(state, state.person(who), false, "sync");
  state.person(who).passwordChangedAt = Math.floor(Date.now() / 1_000) * 1_000;
  for (const device of state.devicesOf(who)) setDeviceEnabled(state, device, false, "sync");
}

describe("erik, who is mastered in Active Directory", () => {
  test("REQ-13, R-61: what must be done on premises parks with the instruction; what the cloud can do goes on", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");

    const instruction = (text: string) => ({ state: "parked", because: expect.stringContaining(text) });
    expect(await erik.step("block-sign-in")).toMatchObject(instruction("Disable the account in the on-premises"));
    expect(await erik.step("reset-password")).toMatchObject(instruction("Reset the password in Active Directory"));
    expect(await erik.step("disable-devices")).toMatchObject(instruction("in Active Directory"));
    expect(await erik.states()).toMatchObject({ "block-mail-protocols": "done", "remove-sign-in-methods": "done" });
    expect(await erik.record()).toMatchObject({ status: "parked", because: expect.stringContaining("block-sign-in:") });
    expect(erik.effects().toSorted()).toEqual([
      "delete-authentication-method",
      "delete-authentication-method",
      "delete-authentication-method",
      "disable-device",
      "set-cas-mailbox",
    ]);
  });

  test("R-12: sessions are not revoked while the account is enabled, and nobody says locked out", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");

    await product.pass(2 * 3_600_000);
    await product.sweep();

    expect(erik.effects()).not.toContain("revoke-sessions");
    expect(await erik.states()).toMatchObject({ "revoke-sessions": "pending", "confirm-lockout": "pending" });
    expect(await erik.events()).not.toContain("case.locked-out");
  });

  test("REQ-13: disabled in Active Directory and resumed, the lockout completes and the case closes", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");

    await doneInActiveDirectory(product, "erik");
    await erik.resume();
    await product.run();

    expect(await erik.record()).toMatchObject({ status: "done", lockedOutAt: expect.any(String) });
    expect(erik.effects().filter((effect) => effect === "revoke-sessions")).toHaveLength(2);
    expect(erik.effects()).not.toContain("block-sign-in");
    expect(await erik.faults()).toEqual([]);
  });

  test("REQ-13: resumed too early, it parks again with the same instruction, and nothing is made twice", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");
    const before = erik.effects();

    await erik.resume();
    await product.run();

    expect(await erik.step("block-sign-in")).toMatchObject({ state: "parked", because: expect.stringMatching(/sync/) });
    expect([erik.effects(), (await erik.record()).status]).toEqual([before, "parked"]);
  });
});

describe("ivan, who holds an administrator role", () => {
  test("R-19: parks with the role that Leaver lacks, and is never skipped in silence", async () => {
    const product = await begin();
    const ivan = await terminated(product, "ivan");

    const parked = { state: "parked", because: expect.stringContaining("Privileged Authentication Administrator") };
    expect(await ivan.step("block-sign-in")).toMatchObject(parked);
    expect(await ivan.step("reset-password")).toMatchObject(parked);
    expect(ivan.effects()).not.toContain("revoke-sessions");
    expect(await ivan.events()).toContain("case.parked");
  });

  test("R-19: the role removed by a person and the case resumed, the lockout completes", async () => {
    const product = await begin();
    const ivan = await terminated(product, "ivan");

    ivan.person.roles = [];
    await ivan.resume();
    await product.run();

    expect((await ivan.record()).status).toBe("done");
    expect(await ivan.states()).toMatchObject({ "block-sign-in": "done", "reset-password": "done" });
    expect(await ivan.faults()).toEqual([]);
  });
});

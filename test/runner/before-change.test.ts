import { describe, expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import { idOf, type Product } from "../product/product.ts";
import { clock, day } from "../product/virtual-time.ts";

const begin = aProduct();
const step = "delete-account";
const hour = 3_600_000;
const plainDeletion = { end: "plain-deletion", deleteAfterDays: 0 } as const;

/** Somebody whose case stands right before the deletion of the account, with an HR record that shows the end. */
async function about(product: Product, who: string, settings: object = {}) {
  product.terminate(who);
  return await product.leaver(who).at(step, { ...plainDeletion, approvals: [], ...settings });
}

describe("approval (R-60)", () => {
  test("R-60: what the policy wants approved is parked with the instruction, and nothing is changed", async () => {
    const product = await begin();
    const anna = await about(product, "anna", { approvals: [step] });

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringMatching(/approve/) });
    expect(anna.effects()).toEqual([]);
  });

  test("R-60: the approval is kept with who gave it and why, and the change follows once", async () => {
    const product = await begin();
    const anna = await about(product, "anna", { approvals: [step] });
    await product.run(step);

    await anna.approve(step);
    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "done", approval: { by: expect.any(String) } });
    expect(anna.effects()).toEqual(["delete-user"]);
    expect(await anna.history()).toContain("step.approved");
  });

  test("R-60: resuming is not approving", async () => {
    const product = await begin();
    const anna = await about(product, "anna", { approvals: [step] });
    await product.run(step);

    await anna.resume();
    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked" });
    expect(anna.effects()).toEqual([]);
  });
});

describe("is the person still leaving? (R-05)", () => {
  test("R-05: the HR record shows no end any more: the case is paused before what cannot be taken back", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.state.hr.rescind(product.event("anna", {}).employeeRef);

    await product.run(step);

    expect(await anna.record()).toMatchObject({ status: "paused", because: expect.stringContaining("R-05") });
    expect(anna.effects()).toEqual([]);
  });

  test("R-05: HR is silent: the change waits until it answers", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.faults.add({ match: { path: /bamboohr|employees/ }, action: { status: 503, when: "before" } });

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting" });
    expect(anna.effects()).toEqual([]);

    product.tenant.faults.clear();
    await product.pass(hour, step);
    expect(anna.effects()).toEqual(["delete-user"]);
  });

  test("R-05: a pause that is resumed asks HR again", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.state.hr.rescind(product.event("anna", {}).employeeRef);
    await product.run(step);
    product.terminate("anna", day(-1));

    await anna.resume();
    await product.run(step);

    expect(anna.effects()).toEqual(["delete-user"]);
  });
});

describe("the mass-termination breaker (R-09, P8)", () => {
  const wave = { breaker: { people: 2, share: 0 } };

  test("R-09: when more than two have left within a day, the next case is proposed, not started, and says why", async () => {
    const product = await begin({ policy: wave });
    for (const who of ["leaver01", "leaver02", "leaver03", "leaver04"]) {
      product.terminate(who);
      await product.told(who);
    }

    const statuses = ["leaver01", "leaver02", "leaver03", "leaver04"].map(
      async (who) => (await product.leaver(who).record()).status,
    );
    expect(await Promise.all(statuses)).toEqual(["running", "running", "running", "proposed"]);
    expect((await product.leaver("leaver04").record()).because).toContain("R-09");
  });

  test("R-09, R-15: with let-through the lockout goes on", async () => {
    const product = await begin({ policy: { breaker: { ...wave.breaker, lockout: "let-through" } } });
    for (const who of ["leaver01", "leaver02", "leaver03", "leaver04"]) {
      product.terminate(who);
      await product.told(who);
    }

    expect((await product.leaver("leaver04").record()).status).toBe("running");
  });

  test("P8: a wave stops what cannot be taken back, also for those who came first; a day later it goes on", async () => {
    const product = await begin({ policy: wave });
    const anna = await about(product, "anna");
    for (const who of ["leaver01", "leaver02", "leaver03"]) await product.told(who, { kind: "termination.recorded" });
    for (const who of ["leaver01", "leaver02", "leaver03"]) {
      product.terminate(who);
      await product.told(who);
    }

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-09") });
    expect(anna.effects()).toEqual([]);

    await clock.advance(25 * hour);
    await anna.resume();
    await product.run(step);
    expect(anna.effects()).toEqual(["delete-user"]);
  });

  test("R-09: a person who approves the one step lets it through", async () => {
    const product = await begin({ policy: wave });
    const anna = await about(product, "anna");
    for (const who of ["leaver01", "leaver02", "leaver03"]) {
      product.terminate(who);
      await product.told(who);
    }
    await product.run(step);

    await anna.approve(step);
    await product.run(step);

    expect(anna.effects()).toEqual(["delete-user"]);
  });

  test("R-09: the share counts where it is larger than the number", async () => {
    const product = await begin({ policy: { breaker: { people: 1, share: 0.5 } } });
    for (const who of ["leaver01", "leaver02", "leaver03", "leaver04"]) {
      product.terminate(who);
      await product.told(who);
    }

    expect((await product.leaver("leaver04").record()).status).toBe("running");
  });
});

describe("the step's own guard", () => {
  test("R-60: the waiting time of the policy passes first, and an outage after it is waited for like any other", async () => {
    const product = await begin();
    const anna = await about(product, "anna", { deleteAfterDays: 30 });

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting", because: expect.stringContaining("R-60") });
    await product.pass(29 * 24 * hour, step);
    expect(anna.effects()).toEqual([]);

    product.tenant.faults.add({ match: { path: /^\/v1\.0\// }, action: { status: 503, when: "before" } });
    await product.pass(25 * hour, step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting" });
    product.tenant.faults.clear();
    await product.pass(hour, step);
    expect(anna.effects()).toEqual(["delete-user"]);
  });

  test("R-43: nobody could be told: a person is called, and no clock starts", async () => {
    const product = await begin();
    const julia = await about(product, "julia");

    await product.run(step);

    expect(await julia.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-43") });
    expect(julia.effects()).toEqual([]);
  });

  test("R-61, REQ-61: an account that Active Directory masters is deleted there", async () => {
    const product = await begin();
    const erik = await about(product, "erik");

    await product.run(step);

    expect(await erik.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-61") });
    expect(erik.effects()).toEqual([]);
  });

  test("R-37: an account that stays as an anchor has no deletion in its plan", async () => {
    const product = await begin({ policy: { defaults: { end: "living-account" } } });
    product.terminate("anna");
    await product.told("anna");

    expect(await product.leaver("anna").step(step)).toMatchObject({ state: "skipped" });
  });

  test("P3: deleted by somebody else already: unchanged, with the day on which the directory forgets it", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    await product.ports.tenant.deletedAccounts.delete(idOf("anna"));
    const before = anna.effects().length;

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "unchanged", evidence: { purgedAt: expect.any(String) } });
    expect(anna.effects()).toHaveLength(before);
  });
});

describe("what an account may carry", () => {
  test("R-37, REQ-27: the account behind a shared mailbox is not deleted", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    await product.ports.tenant.sharedMailboxes.makeShared(anna.id);

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-37") });
    expect(anna.effects()).not.toContain("delete-user");
  });

  test("R-35, R-60: nothing is deleted that a hold keeps, unless it is to become inactive", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    await product.ports.tenant.holds.placeLitigationHold(anna.id, undefined);

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringMatching(/R-35|R-60/) });
    expect(anna.effects()).not.toContain("delete-user");
  });

  test("R-25, R-27: an inactive mailbox takes a hold that is in force: the deletion waits for it", async () => {
    const product = await begin();
    const anna = await about(product, "anna", { end: "inactive-mailbox", mailbox: { hold: "litigation" } });
    await product.ports.tenant.holds.placeLitigationHold(anna.id, undefined);

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting", because: expect.stringContaining("R-25") });
    await product.pass(5 * hour, step);

    expect(anna.effects()).toContain("delete-user");
  });

  test("R-27: without any hold nothing becomes inactive, and a person is called", async () => {
    const product = await begin();
    const anna = await about(product, "anna", { end: "inactive-mailbox", mailbox: { hold: "litigation" } });

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-27") });
  });
});

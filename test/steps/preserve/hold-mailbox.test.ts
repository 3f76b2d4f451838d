import { describe, expect, test } from "vitest";
import { stepInput } from "../../../shared/domain/step-input.ts";
import { aProduct } from "../../a-product.ts";
import { type Product, stepNamed } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { now } from "../../product/virtual-time.ts";
import { mailboxOf, withHolds } from "./a-mailbox.ts";

const begin = aProduct();
const step = "hold-mailbox";
const minute = 60_000;
const hour = 60 * minute;
const held = { mailbox: { hold: "litigation" } } as const;
const inactive = { ...held, end: "inactive-mailbox" } as const;

async function about(product: Product, who: string, settings: object = held) {
  return await product.leaver(who).at(step, settings);
}

describe("placing", () => {
  test("R-25, REQ-15, REQ-17: the hold is placed once, without an end, and done when Exchange shows it", async () => {
    const product = await begin();
    const anna = await about(product, "anna");

    await product.run(step);

    expect(anna.effects()).toEqual(["place-litigation-hold"]);
    expect(mailboxOf(product, "anna").litigation).toMatchObject({ days: null });
    expect(await anna.step(step)).toMatchObject({
      state: "done",
      before: {},
      evidence: { litigation: { since: expect.any(String) } },
    });
    expect(await anna.faults()).toEqual([]);
  });

  test("the policy's number of days goes with it", async () => {
    const product = await begin();
    const anna = await about(product, "anna", { mailbox: { hold: "litigation", holdDays: 400 } });

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { litigation: { days: 400 } } });
  });

  test("R-25: accepted is not seen: the step waits until reads show the hold, and places it no second time", async () => {
    const product = await begin();
    product.tenant.faults.lag("litigationHold", 4 * hour);
    const anna = await about(product, "anna");

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting", because: "the hold is not visible" });
    await product.pass(3 * hour, step);
    expect((await anna.step(step)).state).toBe("waiting");
    await product.pass(hour, step);

    expect((await anna.step(step)).state).toBe("done");
    expect(anna.effects()).toEqual(["place-litigation-hold"]);
  });

  test.each([{ cut: "after" } as const, { status: 503, when: "after" } as const])(
    "P3: the answer %j is lost: the hold is looked for, and not placed again",
    async (action) => {
      const product = await begin();
      product.tenant.faults.add({ match: { cmdlet: "Set-Mailbox" }, action, times: 1 });
      const anna = await about(product, "anna");

      await product.run(step);
      await product.pass(5 * minute, step);

      expect((await anna.step(step)).state).toBe("done");
      expect(anna.effects()).toEqual(["place-litigation-hold"]);
    },
  );

  test("leaver05 is held already: unchanged, without a write", async () => {
    const product = await begin();
    const karl = await about(product, "leaver05");

    await product.run(step);

    expect((await karl.step(step)).state).toBe("unchanged");
    expect(karl.effects()).toEqual([]);
  });

  test("george has no mailbox: skipped with that reason", async () => {
    const product = await begin();
    const george = await about(product, "george");

    await product.run(step);

    expect(await george.step(step)).toMatchObject({ state: "skipped", because: "the leaver has no cloud mailbox" });
  });
});

describe("what stands in the way", () => {
  test.each(["leaver08", "leaver09"])("R-26, REQ-18: %s's licences allow no hold: a person is asked", async (who) => {
    const product = await begin();
    const leaver = await about(product, who);

    await product.run(step);

    expect(await leaver.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-26") });
    expect(product.tenant.requests().filter(({ path }) => path.includes("InvokeCommand"))).toHaveLength(2);
  });

  test("R-26: once the licence is there, resuming places the hold", async () => {
    const product = await begin();
    const leaver = await about(product, "leaver08");
    await product.run(step);

    leaver.person.licences = product.tenant.state.person("anna").licences;
    await leaver.resume();
    await product.run(step);

    expect(leaver.effects()).toEqual(["place-litigation-hold"]);
  });

  test("R-26, FACT-18: Plan 1 with Archiving is enough", async () => {
    const product = await begin();
    const leaver = await about(product, "leaver06");

    await product.run(step);

    expect((await leaver.step(step)).state).toBe("done");
  });

  test("R-26: a plan that is switched off, or cannot be read, promises nothing", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.faults.add({ match: { path: /licenseDetails/ }, action: { status: 503, when: "before" }, times: 2 });

    await product.run(step);

    expect((await anna.step(step)).state).toBe("waiting");
    expect(anna.effects()).toEqual([]);
  });

  test("R-25: a hold for fewer days than the policy wants is extended by those who placed it, not by Leaver", async () => {
    const product = await begin();
    mailboxOf(product, "anna").litigation = { at: Date.now(), days: 30, owner: "Compliance", comment: "" };
    const anna = await about(product, "anna");

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-25") });
    expect(anna.effects()).toEqual([]);
  });

  test("a refusal of Exchange parks, and says what it was about", async () => {
    const product = await begin();
    product.tenant.faults.add({ match: { cmdlet: "Set-Mailbox" }, action: { status: 403, when: "before" } });
    const anna = await about(product, "anna");

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({
      state: "parked",
      because: expect.stringContaining("the litigation hold was refused: grant the application Exchange.ManageAsApp"),
    });
  });
});

describe("before a deletion", () => {
  test("R-25, R-27: for an inactive mailbox the step ends when the 240 minutes are over, with two looks and no more", async () => {
    const product = await begin();
    const anna = await about(product, "anna", inactive);

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting", because: expect.stringContaining("R-25") });
    await product.pass(239 * minute, step);
    expect((await anna.step(step)).state).toBe("waiting");
    await product.pass(2 * minute, step);

    expect(await anna.step(step)).toMatchObject({ state: "done", before: {} });
    expect(anna.effects()).toEqual(["place-litigation-hold"]);
    const looks = product.tenant.requests().filter(({ path }) => path.includes("InvokeCommand"));
    // Look (2), name and place (2), look (2), look at the end (2).
    expect(looks).toHaveLength(8);
    expect(await anna.faults()).toEqual([]);
  });

  test("R-25: a hold that somebody placed an hour ago is waited for, and not placed again", async () => {
    const product = await begin();
    const litigation = { at: Date.now() - hour, days: null, owner: "Compliance", comment: "" };
    mailboxOf(product, "anna").litigation = litigation;
    const anna = await about(product, "anna", inactive);

    await product.run(step);
    expect((await anna.step(step)).state).toBe("waiting");
    await product.pass(3 * hour + minute, step);

    expect((await anna.step(step)).state).toBe("unchanged");
    expect(anna.effects()).toEqual([]);
  });

  test("R-25: a hold without a date proves nothing: a person is asked", async () => {
    const product = await begin();
    const anna = await about(product, "anna", inactive);
    const hold = stepNamed(step);
    const input = withHolds(stepInput(hold, await anna.file(), product.ports), {
      litigation: { since: undefined, days: undefined },
      others: [],
    });

    const seen = await hold.observe(input);

    expect(seen).toMatchObject({ kind: "different", shown: { litigation: {} } });
    expect(await hold.guard?.(input, { litigation: {} })).toMatchObject({
      kind: "person",
      because: expect.stringContaining("without a date"),
    });
  });

  test("R-25: for a living account it is enough that the hold is seen", async () => {
    const product = await begin();
    const anna = await about(product, "anna", held);
    const at = now();

    await product.run(step);

    expect(Date.parse((await anna.step(step)).finishedAt ?? "") - Date.parse(at)).toBeLessThan(hour);
  });
});

describe("the way back", () => {
  test("R-34: the hold is lifted, and what the service keeps for a while afterwards stays", async () => {
    const product = await begin();
    await about(product, "anna");
    await product.run(step);

    await undo(product, "anna", step);

    expect(mailboxOf(product, "anna")).toMatchObject({ litigation: null, delayHold: true });
  });

  test("R-34: a hold that was there before is never lifted", async () => {
    const product = await begin();
    const leaver = await about(product, "leaver05");
    const hold = stepNamed(step);

    await hold.undo?.(stepInput(hold, await leaver.file(), product.ports), { litigation: {} });

    expect(mailboxOf(product, "leaver05").litigation).not.toBeNull();
    expect(leaver.effects()).toEqual([]);
  });
});

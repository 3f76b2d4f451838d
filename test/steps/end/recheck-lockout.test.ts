import { describe, expect, test } from "vitest";
import { disableOnPremises, setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { recheckLockout } from "../../../functions/steps/end/recheck-lockout.ts";
import type { StepRecord } from "../../../shared/domain/case.ts";
import { StepName } from "../../../shared/domain/ids.ts";
import { stepInput } from "../../../shared/domain/step-input.ts";
import { aProduct } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import type { now } from "../../product/virtual-time.ts";

const begin = aProduct();
const step = "recheck-lockout";
const minute = 60_000;

/** Erik, locked out: everything was done in Active Directory. */
async function erikLockedOut(product: Product): Promise<Leaver> {
  disableOnPremises(product.tenant.state, product.tenant.state.person("erik"));
  const erik = await product.leaver("erik").at(step, { end: "living-account" });
  await product.run(step);
  return erik;
}

/** When the step is going to look again, in minutes from its first look. */
async function nextLookAfter(leaver: Leaver): Promise<number> {
  const { readyAt = "" } = await leaver.step(step);
  return Math.round((Date.parse(readyAt) - Date.parse((await leaver.record()).openedAt)) / minute);
}

describe("a synced account", () => {
  test("R-62, REQ-11: looked at after the next sync and after three hours, and nothing is written", async () => {
    const product = await begin();
    const erik = await erikLockedOut(product);
    expect([(await erik.step(step)).state, await nextLookAfter(erik)]).toEqual(["waiting", 35]);

    await product.pass(36 * minute, step);
    expect([(await erik.step(step)).state, await nextLookAfter(erik)]).toEqual(["waiting", 180]);
    await product.pass(145 * minute, step);

    const { state, evidence } = await erik.step(step);
    expect(state).toBe("unchanged");
    expect(evidence).toEqual({ enabled: false, looks: Array(3).fill(expect.any(String)) });
    expect(product.writes()).toEqual([]);
  });

  test("R-62: enabled again by the sync: an alarm for a person and for other systems, and no block without a question", async () => {
    const product = await begin();
    const erik = await erikLockedOut(product);
    setAccountEnabled(product.tenant.state, erik.person, true, "sync");

    await product.pass(36 * minute, step);

    expect(await erik.step(step)).toMatchObject({
      state: "parked",
      because: expect.stringMatching(/enabled again after the lockout had been seen \(R-62, R-38\).*then resume/),
      evidence: { enabled: true },
    });
    expect(await erik.events()).toEqual(["case.access-reopened", "case.parked"]);
    expect(erik.effects()).toEqual([]);
  });

  test("R-62: disabled again and resumed, the looks go on from there; opened once more, the alarm comes once more", async () => {
    const product = await begin();
    const erik = await erikLockedOut(product);
    setAccountEnabled(product.tenant.state, erik.person, true, "sync");
    await product.pass(36 * minute, step);

    await erik.resume();
    await product.run(step);
    expect((await erik.step(step)).state, "resumed too early").toBe("parked");
    setAccountEnabled(product.tenant.state, erik.person, false, "sync");
    await erik.resume();
    await product.run(step);
    expect([(await erik.step(step)).state, await nextLookAfter(erik)]).toEqual(["waiting", 180]);
    await product.pass(146 * minute, step);

    expect((await erik.step(step)).state).toBe("done");
    expect((await erik.events()).filter((type) => type === "case.access-reopened")).toHaveLength(2);
  });

  test("R-16, R-62: the lockout counts before the looks, and whatever they find", async () => {
    const product = await begin({ policy: { defaults: { end: "living-account" } } });
    product.terminate("erik");
    await product.told("erik");
    await product.run();
    const erik = product.leaver("erik");
    disableOnPremises(product.tenant.state, erik.person);
    await erik.resume();
    await product.run();
    const { lockedOutAt } = await erik.record();
    expect([lockedOutAt, (await erik.step(step)).state]).toEqual([expect.any(String), "waiting"]);

    setAccountEnabled(product.tenant.state, erik.person, true, "sync");
    await product.pass(36 * minute, step);

    expect((await erik.record()).lockedOutAt).toBe(lockedOutAt);
    expect((await erik.step(step)).state).toBe("parked");
  });
});

test("R-62: nobody's sync and no shared mailbox: left out with that reason", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step, { end: "plain-deletion" });

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ state: "skipped", because: expect.stringContaining("no sync") });
});

describe("the account behind a shared mailbox (R-38)", () => {
  /** What the step sees of anna's account, with the conversion as given. */
  async function seen(product: Product, conversion: Partial<StepRecord>) {
    const anna = product.leaver("anna");
    anna.person.accountEnabled = false;
    await anna.at(step, { end: "living-account" });
    const file = await anna.file();
    const record: StepRecord = {
      ...(await anna.step(step)),
      name: StepName.parse("convert-mailbox"),
      state: "pending",
      ...conversion,
    };
    const others = file.steps.filter(({ name }) => name !== "convert-mailbox");
    return await recheckLockout.observe(
      stepInput(recheckLockout, { ...file, steps: [...others, record] }, product.ports),
    );
  }
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString() as ReturnType<typeof now>;
  const day = 24 * 60 * minute;

  test("R-38: looked at a day after the conversion was seen", async () => {
    const product = await begin();
    const finishedAt = ago(minute);

    const observed = await seen(product, { state: "done", finishedAt });

    const due = new Date(Date.parse(finishedAt) + day).toISOString();
    expect(observed).toMatchObject({ kind: "different", lookAgainAt: due });
    expect(await seen(await begin(), { state: "done", finishedAt: ago(day + minute) })).toMatchObject({
      kind: "reached",
    });
  });

  test("R-38: a conversion that is still to come moves the look along", async () => {
    const observed = await seen(await begin(), { state: "parked" });

    expect(observed).toMatchObject({ kind: "different", lookAgainAt: expect.any(String) });
  });

  test("R-38: nothing was converted: no look for its sake", async () => {
    expect(await seen(await begin(), { state: "skipped" })).toMatchObject({ kind: "not-applicable" });
  });
});

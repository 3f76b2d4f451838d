import { expect, test } from "vitest";
import { setAccountEnabled } from "../../dev/tenant/changes.ts";
import { viewOf } from "../../functions/ops/case-view.ts";
import { steps } from "../../functions/steps.ts";
import type { StepRecord } from "../../shared/domain/case.ts";
import { instant, StepName } from "../../shared/domain/ids.ts";
import { stepMessage } from "../../shared/domain/messages.ts";
import { rearm } from "../../shared/domain/rearm.ts";
import { sweep } from "../../shared/domain/sweep.ts";
import { aRecord, somePlan } from "../a-case.ts";
import { aProduct } from "../a-product.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";
import { now } from "../product/virtual-time.ts";

const begin = aProduct();
const minute = 60_000;
/** A step that some earlier build had. */
const given = StepName.parse("close-badge");

test("a newer build finishes a case as its plan was frozen: fewer steps, other needs, another order, rows without newer members", async () => {
  const product = await begin();
  const anna = product.leaver("anna");
  await opened(product, anna, { plan: withoutNewerSteps() });

  await finished(product);

  expect(await anna.record()).toMatchObject({ status: "done", kind: "leaver" });
  expect((await anna.file()).steps.map(({ name }) => name)).toEqual(withoutNewerSteps().map(({ name }) => name));
  expect(anna.effects()).not.toContain("disable-device");
  // As the frozen plan has it: the password first.
  expect(anna.effects().slice(0, 2)).toEqual(["reset-password", "block-sign-in"]);
  expect(await anna.faults()).toEqual([]);
});

test("a step that this build does not have is parked with what to do, while the other steps go on", async () => {
  const { product, anna } = await withForgottenStep();

  expect(await anna.step(given)).toMatchObject({ state: "parked", because: expect.stringContaining("do by hand") });
  expect(await anna.record()).toMatchObject({ status: "parked", because: expect.stringContaining(`"${given}"`) });
  expect(await anna.states()).toMatchObject({ "confirm-lockout": "done", "close-case": "pending" });
  expect(await anna.events()).toContain("case.parked");
  expect(product.world.logs.map((line) => JSON.parse(line) as unknown)).toContainEqual(
    expect.objectContaining({ event: "step-ended", step: given, outcome: "parked", kind: "leaver" }),
  );
  expect(viewOf(await anna.file(), steps).steps.find(({ name }) => name === given)?.title).toBe(given);
  expect(await product.dueKeys()).toEqual([]);
});

test("once a person has seen to it and approved it, the case ends without it", async () => {
  const { product, anna } = await withForgottenStep();

  await anna.approve(given);
  await watched(product);

  expect(await anna.step(given)).toMatchObject({ state: "skipped", approval: { by: "operator:test" } });
  expect((await anna.record()).status).toBe("done");
  expect(await anna.faults()).toEqual([]);
  expect(await product.dueKeys()).toEqual([]);
});

test("resumed on the same build it is parked again, also when its change was approved before the update", async () => {
  const approval = { by: "operator:test", at: instant(Date.now() - minute), because: "it may" };
  const { product, anna } = await withForgottenStep({ approval });

  await anna.resume();
  await watched(product);

  expect((await anna.step(given)).state).toBe("parked");
});

test("an approval that was given right before the update does not count as a person's having seen to it", async () => {
  const product = await begin();
  const anna = product.leaver("anna");
  await opened(product, anna, { plan: withForgotten({}) });
  await product.runUntil(given);
  const step = await anna.step(given);
  const approval = { by: "operator:test", at: step.readyAt ?? now(), because: "it may" };
  const audit = { actor: "operator:test", what: "step.approved", step: given };
  await product.ports.ledger.commit(await anna.file(), { steps: [{ ...step, approval }], audit });

  await watched(product);

  expect((await anna.step(given)).state).toBe("parked");
});

test("back on a build that has the step, resuming runs it", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("reset-password");
  setAccountEnabled(product.tenant.state, anna.person, false, "hand");
  const older = withoutStep(product, "reset-password");
  await rearm(await anna.file(), product.ports, () => ({ audit: { actor: "test", what: "case.watched" } }));
  await watched(older, "reset-password");
  expect((await anna.step("reset-password")).state).toBe("parked");

  await anna.resume();
  await finished(product);

  expect((await anna.record()).status).toBe("done");
  expect(anna.effects().filter((effect) => effect === "reset-password")).toHaveLength(1);
  expect(await anna.faults()).toEqual([]);
});

test("a step whose time has not come is left alone, and so is one whose message is young: another instance may have it", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("reset-password");
  const older = withoutStep(product, "reset-password");
  await rearm(await anna.file(), product.ports, () => ({ audit: { actor: "test", what: "case.watched" } }), now());

  await sweep(older.ports);
  await older.run("wake");

  expect((await anna.step("reset-password")).state).toBe("ready");
});

/** Anna's case, whose frozen plan has a step that this build does not have, as far as it comes by itself. */
async function withForgottenStep(members: Partial<StepRecord> = {}) {
  const product = await begin();
  const anna = product.leaver("anna");
  await opened(product, anna, { plan: withForgotten(members) });
  await product.runUntil(given);
  await watched(product);
  return { product, anna };
}

/** An instance of a build that does not have this step. */
function withoutStep(product: Product, step: string): Product {
  const other = product.another();
  Object.assign(other.ports, { steps: steps.filter(({ name }) => name !== step) });
  return other;
}

/** Time enough for a case to be watched twice, while nobody takes messages of the step. */
async function watched(product: Product, step: string = given): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await product.pass(6 * minute, "nothing");
    await sweep(product.ports);
    await product.runUntil(step);
  }
}

async function finished(product: Product): Promise<void> {
  await product.run();
  for (let round = 0; round < 2; round += 1) {
    await product.pass(6 * minute);
    await product.sweep();
  }
}

function withForgotten(members: Partial<StepRecord>): readonly StepRecord[] {
  const plan = somePlan();
  const forgotten: StepRecord = {
    name: given,
    order: plan.length + 1,
    needs: [StepName.parse("block-sign-in")],
    after: [],
    state: "pending",
    generation: 0,
    attempts: 0,
    ...members,
  };
  const last = plan.map((step) => (step.name === "close-case" ? { ...step, needs: [...step.needs, given] } : step));
  return [...last, forgotten];
}

/** The plan of a build that had the lockout only, without devices and notices, and reset the password before the block. */
function withoutNewerSteps(): readonly StepRecord[] {
  const newer: readonly string[] = ["disable-devices", "notify-manager"];
  const known = somePlan().filter(({ name, state }) => state === "pending" && !newer.includes(name));
  const names = known.map(({ name }) => name);
  const edges: Readonly<Record<string, Partial<StepRecord>>> = {
    "reset-password": { needs: [StepName.parse("snapshot")], after: [] },
    "block-sign-in": { needs: [StepName.parse("reset-password")], after: [] },
  };
  const plan = known.map((step): StepRecord => {
    const needs = step.needs.filter((name) => names.includes(name));
    const after = step.after.filter((name) => names.includes(name));
    return { ...step, needs, after, ...edges[step.name] };
  });
  return plan.toReversed().map((step, index) => ({ ...step, order: index + 1 }));
}

/** Opens a running case with this plan, in rows without the members that came later. */
async function opened(product: Product, leaver: Leaver, { plan }: { plan: readonly StepRecord[] }): Promise<void> {
  const at = now();
  const employeeRef = leaver.person.hrId ?? "nobody";
  const record = aRecord({ leaverId: leaver.id, employeeRef, acceptedAt: at, openedAt: at, startedAt: at });
  const begun = plan.map((step): StepRecord => {
    return step.name === "snapshot" ? { ...step, state: "ready", generation: 1, readyAt: at } : step;
  });
  const send = begun.filter(({ state }) => state === "ready").map((step) => stepMessage(record.caseId, step));
  const { subjects, ledger, bus } = product.ports;
  await subjects.claim(leaver.id, record.caseId, undefined);
  await ledger.open(record, { steps: begun, audit: { actor: "leaver", what: "case.opened" }, send });
  await rearm(await leaver.file(), product.ports, () => ({ audit: { actor: "leaver", what: "case.started" } }));
  await forgetNewerMembers(product, record.caseId);
  await bus.send(send);
}

async function forgetNewerMembers(product: Product, caseId: string): Promise<void> {
  const cases = product.world.table("cases");
  const row = await cases.getEntity(caseId, "case");
  const newer = ["kind", "userType", "settings_json0", "restores_json0", "follows"];
  const older = Object.fromEntries(Object.entries(row).filter(([name]) => !newer.includes(name)));
  await cases.updateEntity({ ...older, partitionKey: caseId, rowKey: "case" }, "Replace");
}

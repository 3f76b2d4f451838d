import { setAccountEnabled } from "../../dev/tenant/changes.ts";
import { deleteUser } from "../../dev/tenant/deletion/changes.ts";
import { steps } from "../../functions/steps.ts";
import type { CaseFile, CaseRecord, StepRecord } from "../../shared/domain/case.ts";
import { usualSettings } from "../../shared/domain/case-settings.ts";
import { hashOf } from "../../shared/domain/hash.ts";
import { instant } from "../../shared/domain/ids.ts";
import { stepMessage } from "../../shared/domain/messages.ts";
import { restorePlan } from "../../shared/domain/restore-plan.ts";
import { aRecord } from "../a-case.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";
import { now } from "../product/virtual-time.ts";

const dayMs = 86_400_000;
const wishes: NonNullable<CaseRecord["restores"]>["wishes"] = { signInName: "ask", addresses: "ask" };

/** Steps that only a restore has. */
export function isRestoring(name: string): boolean {
  return steps.some((step) => step.name === name && step.kinds.includes("restore"));
}

/** A restore that stands at this step: the account came out of the bin, and the steps before have ended long ago. */
export async function restoringAt(product: Product, who: string, name: string): Promise<Leaver> {
  const leaver = product.leaver(who);
  const { state } = product.tenant;
  // What differs from an account that lives, enabled and licensed.
  if (name === "restore-account") deleteUser(state, leaver.person, "hand");
  else if (name === "give-sign-in" || name === "enable-account") setAccountEnabled(state, leaver.person, false, "hand");
  if (name === "watch-restored-drive") leaver.person.licences = [];
  return await standingAt(product, leaver, name, []);
}

/** A restore that stands at a step of these cases, which it gives back. */
export async function standingAt(
  product: Product,
  leaver: Leaver,
  name: string,
  of: readonly CaseFile[],
): Promise<Leaver> {
  const at = now();
  const plan = restorePlan(steps, of).steps;
  const order = plan.find((step) => step.name === name)?.order ?? 0;
  const before = plan.filter((step) => step.order < order);
  const records = plan.map(
    (step): StepRecord => (step.order === order ? { ...step, state: "ready", generation: 1, readyAt: at } : step),
  );
  const record = aRecord({
    kind: "restore",
    leaverId: leaver.id,
    acceptedAt: at,
    openedAt: at,
    startedAt: at,
    settings: { ...(of[0]?.record.settings ?? usualSettings), approvals: [] },
    restores: { wishes },
  });
  const send = records.filter((step) => step.state === "ready").map((step) => stepMessage(record.caseId, step));
  await product.ports.subjects.claim(leaver.id, record.caseId, of[0]?.record.caseId);
  const { ledger } = product.ports;
  const audit = { actor: "operator:test", what: "case.opened" };
  let file = await ledger.open(record, { steps: records, audit, send });
  for (const step of before) {
    if (file === undefined) throw new Error("The case exists already");
    const done: StepRecord = {
      ...step,
      state: "done",
      finishedAt: instant(Date.now() - 2 * dayMs),
      before: cameFromBin,
    };
    const ended = { actor: "leaver", what: "step.done", step: step.name, details: { evidence: hashOf(null) } };
    file = await ledger.commit(file, { steps: [done], audit: ended });
  }
  await product.ports.bus.send(send);
  return leaver;
}

/** What restore-account saw before it restored the account. */
const cameFromBin = {
  deletedAt: "2026-01-01T00:00:00.000Z",
  purgedAt: "2026-01-31T00:00:00.000Z",
  enabled: true,
  addresses: 1,
};

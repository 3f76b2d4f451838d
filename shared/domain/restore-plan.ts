import type { CaseFile, StepRecord } from "./case.ts";
import { StepName } from "./ids.ts";
import { type Plan, planHash } from "./plan.ts";
import type { Step } from "./step.ts";

/** Opens the account again. What stands before it in the list of steps comes before everything, the rest after. */
const opening = StepName.parse("enable-account");
/** Steps of the leaver's case that restores have steps of their own for, which know about conflicts and order. */
const replaced: readonly string[] = ["delete-account", "block-sign-in"];

/**
 * The plan of a restore: the account out of the bin and a way to sign in, then every change of the leaver's case undone in
 * the opposite order, then sign-in, then the person is told. What cannot be given back stays in the plan with the
 * reason, so that somebody reads it.
 *
 * @param of the case whose changes are given back; undefined when Leaver changed nothing, only the account is in the bin
 */
export function restorePlan(steps: readonly Step[], of: CaseFile | undefined): Plan {
  const own = steps.filter(({ kinds }) => kinds.includes("restore"));
  const from = own.findIndex(({ name }) => name === opening);
  const [first, last] = [own.slice(0, from), own.slice(from)];
  const undone = of === undefined ? [] : backwards(steps, of);
  const gates = first.map(({ name }) => name);
  const records = [
    ...first.map((step) => plain(step, own)),
    ...undone.map(({ step, record }) => ({
      ...blank(step.name),
      needs: gates,
      after: followers(step, undone),
      ...wayBack(step, record),
    })),
    ...last.map((step) => ({ ...plain(step, own), ...(step.name === opening && opens(of, gates, undone)) })),
  ];
  const ordered = records.map((record, index) => ({ ...record, order: index + 1 }));
  return { steps: ordered, hash: planHash(ordered, of?.record.settings) };
}

interface Undone {
  readonly step: Step;
  readonly record: StepRecord;
}

/** Steps of the case that changed something, or may have, in the opposite order. */
function backwards(steps: readonly Step[], of: CaseFile): readonly Undone[] {
  const byName = new Map<string, Step>(steps.map((step) => [step.name, step]));
  const changed = of.steps.flatMap((record): Undone[] => {
    const step = byName.get(record.name);
    const announced = record.before !== undefined && step?.change !== undefined && record.state !== "unchanged";
    return announced && !replaced.includes(step.name) ? [{ step, record }] : [];
  });
  return changed.toSorted((a, b) => b.record.order - a.record.order);
}

/** Whoever waited for this step is undone before it. */
function followers({ name }: Step, undone: readonly Undone[]): StepName[] {
  const waited = undone.filter(({ record }) => record.needs.includes(name) || record.after.includes(name));
  return waited.map(({ step }) => step.name);
}

/** Sign-in opens when everything before was tried, and as it was before the leaver's case closed it. */
function opens(of: CaseFile | undefined, gates: StepName[], undone: readonly Undone[]): Partial<StepRecord> {
  const blocked = of?.steps.find(({ name }) => name === "block-sign-in");
  return {
    needs: gates,
    after: undone.map(({ step }) => step.name),
    ...(blocked?.before !== undefined && { wanted: blocked.before }),
  };
}

function wayBack(step: Step, { before }: StepRecord): Partial<StepRecord> {
  if (step.undo !== undefined) return { wanted: before };
  const because = step.duplicateRisk === undefined ? "This cannot be given back" : "This cannot be taken back";
  return { state: "skipped", because };
}

function plain(step: Step, own: readonly Step[]): StepRecord {
  const planned = new Set(own.map(({ name }) => name));
  return {
    ...blank(step.name),
    needs: step.needs.filter((name) => planned.has(name)),
    after: step.after.filter((name) => planned.has(name)),
  };
}

function blank(name: StepName): StepRecord {
  return { name, order: 0, needs: [], after: [], state: "pending", generation: 0, attempts: 0 };
}

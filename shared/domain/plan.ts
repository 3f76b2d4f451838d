import { type CaseRecord, isFinished, type StepRecord } from "./case.ts";
import { hashOf } from "./hash.ts";
import type { StepName } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { PolicyPath } from "./policy-layers.ts";
import type { PlanFacts, Section, Step } from "./step.ts";

/** The plan of a case: every step with its place, what it waits for, and whether it is in or out and why. */
export interface Plan {
  readonly steps: readonly StepRecord[];
  /** Hash over names, order and edges, in and out: the same input gives the same plan. */
  readonly hash: string;
}

/** Computes the plan once, when the case opens; from then on it is frozen in the step rows. */
export function makePlan(all: readonly Step[], policy: Policy, facts: PlanFacts): Plan {
  const { kind = "leaver" } = facts;
  const steps = all.filter(({ kinds }) => kinds.includes(kind));
  const planned = new Set(steps.map(({ name }) => name));
  const records = steps.map((step, index): StepRecord => {
    const because = leftOut(step, policy, { ...facts, kind });
    return {
      name: step.name,
      order: index + 1,
      // What this kind of case does without is not waited for.
      needs: neededBy(step, steps).filter((name) => planned.has(name)),
      after: step.after.filter((name) => planned.has(name)),
      state: because === undefined ? "pending" : "skipped",
      generation: 0,
      attempts: 0,
      ...(step.beforeStart && { beforeStart: true }),
      ...(because !== undefined && { because }),
    };
  });
  return { steps: records, hash: planHash(records, facts.settings) };
}

/** Hash over everything that a plan freezes. */
export function planHash(records: readonly StepRecord[], settings: PlanFacts["settings"] | undefined): string {
  const frozen = records.map(({ name, order, needs, after, state, because, wanted }) => [
    name,
    order,
    needs,
    after,
    state,
    because ?? "",
    ...(wanted === undefined ? [] : [wanted]),
  ]);
  return hashOf("plan-2", frozen, settings);
}

function neededBy(step: Step, steps: readonly Step[]): StepName[] {
  const inSections = steps.filter((other) => other !== step && step.needsSections.includes(other.section));
  return [...new Set([...step.needs, ...inSections.map(({ name }) => name)])];
}

/** Why a plan does without the step: the cloud, a suspension, the policy's list, or the step's own reason. */
function leftOut(step: Step, policy: Policy, facts: PlanFacts): string | undefined {
  if (step.missingIn.includes(facts.cloud)) return `This cloud does not have it: ${facts.cloud} (R-75)`;
  const skipped = policy.skip[step.name];
  if (skipped !== undefined) return `The policy leaves it out: ${skipped}`;
  if (facts.settings.end === "suspend" && !suspension.includes(step.section))
    return "A suspension only locks out (R-11)";
  if (facts.kind === "leaver" && step.section === "retention" && facts.settings.end === "living-account")
    return "The account stays: its retention does not begin (REQ-51)";
  return step.leftOut?.(facts);
}

const suspension: readonly Section[] = ["snapshot", "lockout", "close"];

/** What stands between a case and its end, for a person to read. */
export function openSteps(steps: readonly StepRecord[]): readonly StepRecord[] {
  return steps.filter((step) => !isFinished(step) && step.state !== "cancelled");
}

/** Names of steps in the policy that are none, and steps in its `skip` that the lockout cannot do without. */
export function planFaults(
  steps: readonly Step[],
  policy: Policy,
): readonly { readonly path: PolicyPath; readonly message: string }[] {
  const byName = new Map<string, Step>(steps.map((step) => [step.name, step]));
  const layers = [
    { path: ["defaults"], set: policy.defaults },
    ...policy.rules.map(({ set }, index) => ({ path: ["rules", index, "set"], set })),
  ];
  const approvals = layers.flatMap(({ path, set: { approvals: names = [] } }) =>
    names.flatMap((name, index) => {
      const message = unapprovable(name, byName.get(name));
      return message === undefined ? [] : [{ path: [...path, "approvals", index], message }];
    }),
  );
  const skipped = Object.keys(policy.skip).flatMap((name) => {
    const step = byName.get(name);
    const message = step === undefined ? `there is no step "${name}"` : `"${name}" cannot be left out`;
    return step === undefined || step.required ? [{ path: ["skip", name], message }] : [];
  });
  return [...approvals, ...skipped];
}

function unapprovable(name: string, step: Step | undefined): string | undefined {
  if (step === undefined) return `there is no step "${name}"`;
  return step.beforeStart ? `"${name}" runs before the case starts and cannot wait for an approval` : undefined;
}

/** The part of a case that its employment key is made of: never the date (RULE 4). */
export function employmentKey(source: CaseRecord["source"], employeeId: string, employmentId: string): string {
  return hashOf("employment", source, employeeId, employmentId);
}

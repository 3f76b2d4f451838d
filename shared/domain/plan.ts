import { type CaseRecord, isFinished, type StepRecord } from "./case.ts";
import { hashOf } from "./hash.ts";
import type { Policy } from "./policy.ts";
import type { Step } from "./step.ts";

/** The plan of a case: every step with its place, what it waits for, and whether it is in or out and why. */
export interface Plan {
  readonly steps: readonly StepRecord[];
  /** Hash over names, order and edges, in and out: the same input gives the same plan. */
  readonly hash: string;
}

/** Computes the plan once, when the case opens; from then on it is frozen in the step rows. */
export function makePlan(steps: readonly Step[], policy: Policy): Plan {
  const records = steps.map((step, index): StepRecord => {
    const because = policy.skip[step.name];
    return {
      name: step.name,
      order: index + 1,
      needs: [...step.needs],
      after: [...step.after],
      state: because === undefined ? "pending" : "skipped",
      generation: 0,
      attempts: 0,
      ...(because !== undefined && { because: `The policy leaves it out: ${because}` }),
    };
  });
  const frozen = records.map(({ name, order, needs, after, state, because }) => [
    name,
    order,
    needs,
    after,
    state,
    because ?? "",
  ]);
  return { steps: records, hash: hashOf("plan-1", frozen) };
}

/** What stands between a case and its end, for a person to read. */
export function openSteps(steps: readonly StepRecord[]): readonly StepRecord[] {
  return steps.filter((step) => !isFinished(step) && step.state !== "cancelled");
}

/** Names in the policy's `skip` that are no step, or that the lockout cannot do without: contradictions of the policy. */
export function planFaults(steps: readonly Step[], policy: Policy): readonly string[] {
  const byName = new Map<string, Step>(steps.map((step) => [step.name, step]));
  return Object.keys(policy.skip).flatMap((name) => {
    const step = byName.get(name);
    if (step === undefined) return [`skip: there is no step "${name}"`];
    return step.required ? [`skip: "${name}" cannot be left out`] : [];
  });
}

/** The part of a case that its employment key is made of: never the date (RULE 4). */
export function employmentKey(source: CaseRecord["source"], employeeId: string, employmentId: string): string {
  return hashOf("employment", source, employeeId, employmentId);
}

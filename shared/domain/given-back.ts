import type { StepRecord } from "./case.ts";
import { hashOf } from "./hash.ts";
import type { Observation, Step, StepInput } from "./step.ts";

/**
 * A step the other way round: its wanted state is what stood there before the leaver's case changed it, its change is the
 * undo, and it is done when that is seen again. It runs under the step's own name, in the step's own function, with the
 * step's own permissions.
 *
 * @param record of the restore, with what it gives back
 */
export function givenBack(step: Step, record: Pick<StepRecord, "wanted">): Step {
  const wanted = step.shows.parse(record.wanted);
  const isBack = step.isBack ?? same;
  // The undo reads what stood there first, not what this attempt found.
  const asBefore = (input: StepInput): StepInput => ({ ...input, before: record.wanted });
  return {
    ...step,
    title: `Give back: ${step.title}`,
    destructive: false,
    provesLockout: false,
    async observe(input): Promise<Observation<unknown>> {
      const seen = await step.observe(asBefore(input));
      if (seen.kind === "not-applicable") return seen;
      const kind = isBack(seen.shown, wanted) ? "reached" : "different";
      return { kind, shown: seen.shown };
    },
    guard: async () => undefined,
    change: async (input) => {
      await step.undo?.(asBefore(input), wanted);
    },
  };
}

function same(shown: unknown, wanted: unknown): boolean {
  return hashOf(shown) === hashOf(wanted);
}

import type { StepRecord } from "./case.ts";
import { NeedsPersonError } from "./errors.ts";
import { hashOf } from "./hash.ts";
import { epochMs, instant } from "./ids.ts";
import type { Observation, Step, StepInput } from "./step.ts";

const minuteMs = 60_000;
/** A mailbox is reconnected 20 to 30 minutes after its account or licence came back (m365-operations 13.5). */
const reconnectedAfterMs = 120 * minuteMs;
const lookAgainMs = 5 * minuteMs;

/**
 * A step the other way round: its wanted state is what stood there before the leaver's case changed it, its change is the
 * undo, and it is done when that is seen again. It runs under the step's own name, in the step's own function, with the
 * step's own permissions.
 *
 * @param record of the restore, with what it gives back
 */
export function givenBack(step: Step, record: Pick<StepRecord, "wanted">): Step {
  const wanted = step.shows.parse(record.wanted);
  const isBack = step.isBack?.bind(step) ?? same;
  // The undo reads what stood there first, not what this attempt found.
  const asBefore = (input: StepInput): StepInput => ({ ...input, before: record.wanted });
  return {
    ...step,
    title: `Give back: ${step.title}`,
    destructive: false,
    provesLockout: false,
    async observe(input): Promise<Observation<unknown>> {
      const seen = await step.observe(asBefore(input));
      if (seen.kind === "not-applicable") return notThereYet(seen.because, wanted, input);
      const { shown } = seen;
      if (await isBack(shown, wanted, asBefore(input))) return { kind: "reached", shown };
      return { kind: "different", shown, because: "it is not seen as it was before" };
    },
    guard: async () => undefined,
    change: async (input) => {
      await step.undo?.(asBefore(input), wanted);
    },
  };
}

/** There was something to change once, so what does not apply now is late, or lost. */
function notThereYet(because: string, wanted: unknown, { since, clock }: StepInput): Observation<unknown> {
  const [now, until] = [epochMs(clock.now()), epochMs(since) + reconnectedAfterMs];
  if (now < until) {
    const lookAgainAt = instant(Math.min(now + lookAgainMs, until));
    return {
      kind: "different",
      shown: wanted,
      because: `${because} yet: it may come back with the account`,
      lookAgainAt,
    };
  }
  throw new NeedsPersonError(`Nothing can be given back here, since ${because}: bring it back, then resume (R-24)`);
}

function same(shown: unknown, wanted: unknown): boolean {
  return hashOf(shown) === hashOf(wanted);
}

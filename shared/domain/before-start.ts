import { type Departure, isFinished, type StepRecord } from "./case.ts";
import { hashOf } from "./hash.ts";
import type { Instant } from "./ids.ts";
import { readySteps } from "./progress.ts";

/** The steps of a scheduled case that run while it waits for its time, as ready records. */
export function readyBeforeStart(steps: readonly StepRecord[], at: Instant): readonly StepRecord[] {
  return readySteps(steps, at).filter((step) => step.beforeStart === true);
}

/**
 * The same after the start has moved: for another day each of them looks anew, whatever it saw for the day before; on the
 * same day only those look again that still wait. What the plan left out stays out.
 */
export function readyForNewStart(
  steps: readonly StepRecord[],
  { from, to, at }: { readonly from: Departure | undefined; readonly to: Departure; readonly at: Instant },
): readonly StepRecord[] {
  const isSameDay = from?.date === to.date && from.meaning === to.meaning;
  const begun = steps.filter((step) => step.beforeStart === true && step.generation > 0);
  const again = isSameDay
    ? begun.filter((step) => !isFinished(step)).map(lookAgain)
    : begun.map((step) => anew(step, at));
  return [...again, ...readyBeforeStart(steps, at)];
}

/**
 * The steps that a start ends, because they make no sense any more. One that has announced its change is left to itself: it
 * says whether the change was made.
 *
 * @param because what is too late
 */
export function endedByStart(steps: readonly StepRecord[], at: Instant, because: string): readonly StepRecord[] {
  const open = steps.filter((step) => step.beforeStart === true && !isFinished(step) && step.intent === undefined);
  return open.map((step) => {
    const { evidence: _, ...rest } = step;
    // Under a new generation, so that a delivery that is in the middle of it records nothing over this end.
    return { ...rest, state: "skipped", generation: step.generation + 1, finishedAt: at, because };
  });
}

/** In place of an audit row for each step that one row ends: what their evidence is held against. */
export function evidenceOf(ended: readonly StepRecord[]): Readonly<Record<string, string>> {
  return Object.fromEntries(ended.map(({ name, evidence }) => [name, hashOf(evidence ?? null)]));
}

/** What was announced stays announced: it is about the same day. */
function lookAgain(step: StepRecord): StepRecord {
  return { ...step, generation: step.generation + 1 };
}

function anew({ name, order, needs, after, generation }: StepRecord, at: Instant): StepRecord {
  const plan = { name, order, needs, after, beforeStart: true };
  return { ...plan, state: "ready", generation: generation + 1, attempts: 0, readyAt: at };
}

import { type CaseFile, type CaseRecord, isFinished, isMoving, mayRun, type StepRecord } from "./case.ts";
import { hashOf } from "./hash.ts";
import { epochMs, type Instant, instant } from "./ids.ts";
import { eventMessage, stepMessage } from "./messages.ts";
import type { Outcome } from "./outcome.ts";
import type { OutgoingMessage } from "./ports/bus.ts";
import type { Change } from "./ports/ledger.ts";
import type { Step } from "./step.ts";

/** How a step ended, with what was seen. */
export interface Ending {
  readonly outcome: Outcome;
  readonly evidence?: unknown;
  readonly step: Pick<Step, "provesLockout" | "settleMs">;
  /** What is known of the announced change: the service took it, or did not; undefined: nobody knows. */
  readonly answered?: "accepted" | "refused";
  readonly handled: readonly string[];
  /** The step waits for a time of its own: its patience starts then. */
  readonly readyAt?: Instant | undefined;
  /** Leaver stood still meanwhile: patience is counted from here. */
  readonly patientSince?: Instant | undefined;
  /** What stood there when the step found that another one comes first: kept as if it had announced its change. */
  readonly found?: unknown;
  /** Events that the step itself has for other systems. */
  readonly send?: readonly OutgoingMessage[];
  readonly at: Instant;
}

/** The state change for the end of one attempt at a step: the step, those it sets free, and the case. */
export function endStep(file: CaseFile, before: StepRecord, given: Ending): Change {
  const ending = { ...given, outcome: withoutParking(before, given.outcome) };
  const ended = endedRecord(file, before, ending);
  const steps = file.steps.map((step) => (step.name === ended.name ? ended : step));
  const freed = isMoving(file.record.status) ? readySteps(steps, ending.at) : [];
  const after = steps.map((step) => freed.find((one) => one.name === step.name) ?? step);
  const record = caseAfter(file.record, after, ending);
  return {
    record,
    steps: [ended, ...freed],
    audit: {
      actor: "leaver",
      what: `step.${ending.outcome.kind}`,
      step: ended.name,
      because: ended.because,
      details: { generation: before.generation, evidence: hashOf(ending.evidence ?? null), crossed: ended.crossed },
    },
    send: [
      ...again(file, ended, ending),
      ...freed.map((step) => stepMessage(file.record.caseId, step)),
      ...(ending.send ?? []),
      ...news(file, record, ending.at),
    ],
    handled: ending.handled,
  };
}

/** Pending steps whose way is free, as ready records of generation 1. */
export function readySteps(steps: readonly StepRecord[], at: Instant): readonly StepRecord[] {
  const by = new Map(steps.map((step) => [step.name, step]));
  const seen = (name: StepRecord["name"]) => isFinished(by.get(name) ?? missing(name));
  const tried = (name: StepRecord["name"]) =>
    seen(name) || by.get(name)?.state === "parked" || by.get(name)?.tried === true;
  return steps
    .filter((step) => step.state === "pending" && step.needs.every(seen) && step.after.every(tried))
    .map((step) => ({ ...step, state: "ready" as const, generation: step.generation + 1, readyAt: at }));
}

/** Nobody is called for what comes before the start: the reason stays, and the case goes its way. */
function withoutParking({ beforeStart }: StepRecord, outcome: Outcome): Outcome {
  return beforeStart === true && outcome.kind === "parked" ? { ...outcome, kind: "skipped" } : outcome;
}

function missing(name: string): never {
  throw new Error(`The frozen plan names "${name}" but has no such step`);
}

function endedRecord(file: CaseFile, before: StepRecord, ending: Ending): StepRecord {
  const { outcome, evidence, at } = ending;
  const because = "because" in outcome ? outcome.because : undefined;
  const { because: _, ...rest } = before;
  const next = {
    ...rest,
    attempts: before.attempts + 1,
    ...(because && { because }),
    ...(evidence !== undefined && { evidence }),
  };
  switch (outcome.kind) {
    case "waiting":
      return {
        ...next,
        state: "waiting",
        generation: before.generation + 1,
        ...openIntent(before, ending),
        ...(ending.readyAt && { readyAt: ending.readyAt }),
        ...(ending.patientSince && { patientSince: ending.patientSince }),
      };
    case "behind": {
      // A later attempt announces its change anew.
      const { intent: __, ...unannounced } = next;
      return {
        ...unannounced,
        state: "pending",
        needs: [...new Set([...before.needs, outcome.step])],
        tried: true,
        before: before.before ?? ending.found,
      };
    }
    case "parked":
      return { ...next, state: "parked" };
    case "done":
    case "unchanged":
    case "skipped": {
      // What an earlier attempt saw is no evidence of the end.
      const { evidence: __, ...finished } = next;
      return {
        ...finished,
        state: outcome.kind,
        finishedAt: at,
        ...(evidence !== undefined && { evidence }),
        ...(!mayRun(file.record, before) && { crossed: true }),
      };
    }
    default:
      return outcome satisfies never;
  }
}

/** A wait keeps the intent, because the announced change is still being looked for; nobody is in the middle of it. */
function openIntent({ intent }: StepRecord, ending: Ending): Pick<StepRecord, "intent"> | undefined {
  if (intent === undefined) return undefined;
  const settled = instant(epochMs(intent.at) + ending.step.settleMs);
  const leaseUntil = ending.answered === "refused" ? ending.at : settled;
  return { intent: { ...intent, leaseUntil, accepted: intent.accepted || ending.answered === "accepted" } };
}

function caseAfter(record: CaseRecord, steps: readonly StepRecord[], ending: Ending): Partial<CaseRecord> {
  const lockedOut = ending.step.provesLockout && ending.outcome.kind === "done" ? { lockedOutAt: ending.at } : {};
  if (!isMoving(record.status)) return lockedOut;
  if (steps.every(isFinished))
    return { ...lockedOut, status: "done", closedAt: ending.at, because: "every step was seen finished" };
  const parked = steps.filter((step) => step.state === "parked");
  if (parked.length === 0) return { ...lockedOut, status: "running", because: "steps are running" };
  return { ...lockedOut, status: "parked", because: parked.map((step) => `${step.name}: ${step.because}`).join(" · ") };
}

function again(file: CaseFile, ended: StepRecord, { outcome }: Ending): readonly OutgoingMessage[] {
  if (outcome.kind !== "waiting" || !mayRun(file.record, ended)) return [];
  return [stepMessage(file.record.caseId, ended, outcome.until)];
}

function news(file: CaseFile, after: Partial<CaseRecord>, at: Instant): readonly OutgoingMessage[] {
  const types: string[] = [];
  if (after.lockedOutAt !== undefined) types.push("case.locked-out");
  if (after.status === "parked" && file.record.status !== "parked") types.push("case.parked");
  if (after.status === "done") types.push("case.closed");
  return types.map((type) => eventMessage(file.record, type, at));
}

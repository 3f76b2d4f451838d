import { endedByStart, evidenceOf, readyForNewStart } from "./before-start.ts";
import { type CaseFile, type Departure, isClosed, isFinished, isMoving, type StepRecord } from "./case.ts";
import type { Instant, StepName } from "./ids.ts";
import { eventMessage, stepMessage } from "./messages.ts";
import type { Change } from "./ports/ledger.ts";
import { readySteps } from "./progress.ts";

/** Who asks, and why: both go on the audit row. */
export interface Command {
  /** `operator:<name>`, or `leaver` when the software itself decides. */
  readonly actor: string;
  readonly because: string;
  readonly at: Instant;
}

/** Audit row and event of a start. */
export const caseStarted = "case.started";

/** A command that the case's state does not allow. The message says what to do instead. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/** Starts a case: its first steps become ready. Refused unless it waits for approval or for its time. */
export function start(file: CaseFile, command: Command): Change {
  const { record } = file;
  if (record.status !== "proposed" && record.status !== "scheduled") {
    throw new RefusedError(`Only a proposed or scheduled case can be started; this one is ${record.status}`);
  }
  const ended = endedByStart(file.steps, command.at, "access ends now: it is too late to announce it");
  const steps = file.steps.map((step) => ended.find((one) => one.name === step.name) ?? step);
  const ready = readySteps(steps, command.at);
  return {
    record: { status: "running", startedAt: command.at, because: "steps are running" },
    steps: [...ended, ...ready],
    audit: {
      actor: command.actor,
      what: caseStarted,
      because: command.because,
      ...(ended.length > 0 && { details: { ended: evidenceOf(ended) } }),
    },
    send: [...ready.map((step) => stepMessage(record.caseId, step)), eventMessage(record, caseStarted, command.at)],
    handled: promisedTo(file, ended),
  };
}

/** Ends a case before its time. No new effect starts afterwards; effects that are under way are listed as crossed (P6). */
export function cancel(file: CaseFile, command: Command): Change {
  const { record } = file;
  if (isClosed(record.status)) throw new RefusedError(`The case is ${record.status} already`);
  const inFlight = file.steps.filter((step) => step.state === "changing").map((step) => step.name);
  const stopped = file.steps.filter((step) => !isFinished(step)).map((step) => stop(step));
  return {
    record: { status: "cancelled", closedAt: command.at, because: command.because },
    steps: stopped,
    audit: { actor: command.actor, what: "case.cancelled", because: command.because, details: { inFlight } },
    send: [eventMessage(record, "case.cancelled", command.at)],
    handled: file.outbox.filter((row) => row.body.kind !== "event").map((row) => row.messageId),
  };
}

function stop(step: StepRecord): StepRecord {
  // An announced change may still land: its own delivery records what it sees, as crossed.
  return step.state === "changing" ? { ...step, crossed: true } : { ...step, state: "cancelled" };
}

/** Holds a moving case until a person decides. Nothing new starts. */
export function pause(file: CaseFile, command: Command): Change {
  if (!isMoving(file.record.status))
    throw new RefusedError(`Only a running case can be paused; this one is ${file.record.status}`);
  return {
    record: { status: "paused", because: command.because },
    audit: { actor: command.actor, what: "case.paused", because: command.because },
    send: [eventMessage(file.record, "case.paused", command.at)],
  };
}

/** Lets parked steps, or one of them, run again from their start; a paused case goes on. */
export function resume(file: CaseFile, command: Command, only?: StepName): Change {
  const { record } = file;
  if (!isMoving(record.status) && record.status !== "paused") {
    throw new RefusedError(`Only a parked or paused case can be resumed; this one is ${record.status}`);
  }
  const parked = file.steps.filter((step) => step.state === "parked" && (only === undefined || step.name === only));
  if (parked.length === 0 && record.status !== "paused") {
    throw new RefusedError(only === undefined ? "No step of this case is parked" : `Step "${only}" is not parked`);
  }
  const interrupted = record.status === "paused" ? underWay(file) : [];
  const again = [...parked.map((step) => anew(step, command.at)), ...interrupted.map(sendAgain)];
  const steps = file.steps.map((step) => again.find((one) => one.name === step.name) ?? step);
  const freed = readySteps(steps, command.at);
  const stillParked = steps.filter((step) => step.state === "parked");
  return {
    record: stillParked.length > 0 ? { status: "parked" } : { status: "running", because: "steps are running" },
    steps: [...again, ...freed],
    audit: {
      actor: command.actor,
      what: "case.resumed",
      because: command.because,
      details: { steps: again.map((step) => step.name) },
    },
    send: [...again, ...freed].map((step) => stepMessage(record.caseId, step)),
    handled: promisedTo(file, again),
  };
}

/** Allows the change that one parked step holds back, and lets the step run again. Refused unless it is parked. */
export function approve(file: CaseFile, command: Command, name: StepName): Change {
  const change = resume(file, command, name);
  const approval = { by: command.actor, at: command.at, because: command.because };
  return {
    ...change,
    steps: change.steps?.map((step) => (step.name === name ? { ...step, approval } : step)) ?? [],
    audit: { ...change.audit, what: "step.approved", step: name },
  };
}

/** Outbox rows that promise an earlier generation of these steps. */
function promisedTo(file: CaseFile, steps: readonly StepRecord[]): readonly string[] {
  const names = new Set<string>(steps.map((step) => step.name));
  return file.outbox.filter((row) => row.body.kind === "step" && names.has(row.body.step)).map((row) => row.messageId);
}

/** Steps on their way: each has a message under way, or somebody in the middle of it, unless one of them was lost. */
export function underWay(file: CaseFile): readonly StepRecord[] {
  return file.steps.filter((step) => step.state === "ready" || step.state === "waiting" || step.state === "changing");
}

/** The same attempt under a new generation: what was announced stays announced. */
function sendAgain(step: StepRecord): StepRecord {
  return { ...step, generation: step.generation + 1 };
}

/** A step from its start, with a generation of its own: the broker forgets nothing inside its window (RULE 16). */
function anew(step: StepRecord, at: Instant): StepRecord {
  const { because: _, intent: __, ...rest } = step;
  return { ...rest, state: "ready", generation: step.generation + 1, attempts: 0, readyAt: at };
}

/**
 * Takes over a date that the HR record shows, as a new revision of the same case. A proposed case needs no approval any
 * more: the source could be read (RULE 3).
 */
export function revise(file: CaseFile, departure: Departure, command: Command): Change {
  const { record } = file;
  if (record.status !== "proposed" && record.status !== "scheduled") {
    throw new RefusedError(`The date of a ${record.status} case cannot move`);
  }
  const revision = record.revision + 1;
  const ready = readyForNewStart(file.steps, { from: record.departure, to: departure, at: command.at });
  return {
    record: { status: "scheduled", departure, revision, because: `starts at ${departure.startAt}` },
    steps: ready,
    audit: { actor: command.actor, what: "case.revised", because: command.because, details: { departure } },
    send: [
      ...ready.map((step) => stepMessage(record.caseId, step)),
      eventMessage({ ...record, revision }, "case.revised", command.at),
    ],
    handled: promisedTo(file, ready),
  };
}

/** Sends steps again whose message was lost for good: promised long ago, not handled, and nobody in the middle of them. */
export function rescue(file: CaseFile, command: Command): Change | undefined {
  const promised = new Set(file.outbox.map((row) => (row.body.kind === "step" ? row.body.step : "")));
  const lost = underWay(file)
    .filter((step) => !promised.has(step.name))
    .filter((step) => step.intent === undefined || step.intent.leaseUntil <= command.at);
  if (lost.length === 0 || !isMoving(file.record.status)) return undefined;
  const again = lost.map(sendAgain);
  return {
    steps: again,
    audit: {
      actor: command.actor,
      what: "case.rescued",
      because: command.because,
      details: { steps: again.map((step) => step.name) },
    },
    send: again.map((step) => stepMessage(file.record.caseId, step)),
  };
}

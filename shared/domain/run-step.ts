import { announcedChange } from "./announced-change.ts";
import { type BeforeChangePorts, outcomeOf, type Stop, stopBefore } from "./before-change.ts";
import { type CaseFile, isClosed, isFinished, lockoutMs, mayRun, type StepRecord, stepOf } from "./case.ts";
import { pause } from "./commands.ts";
import { changeFile, flushOutbox, type LedgerPorts } from "./commit.ts";
import { LeaverError, TryLaterError } from "./errors.ts";
import { givenBack } from "./given-back.ts";
import { epochMs, type Instant, instant } from "./ids.ts";
import { eventMessage, stepMessage, takeoverMessage } from "./messages.ts";
import type { Outcome } from "./outcome.ts";
import { type Attempt, afterError, attemptOf, heldUpFor, nameOf, notSeen, patientSince } from "./patience.ts";
import { isProtected } from "./policy.ts";
import type { MessageBody, OutgoingMessage } from "./ports/bus.ts";
import { type Ending, endStep } from "./progress.ts";
import { disarm } from "./rearm.ts";
import type { HandOff, Hindrance, Observation, Step } from "./step.ts";
import { type InputPorts, stepInput } from "./step-input.ts";

export interface RunnerPorts extends LedgerPorts, BeforeChangePorts, Omit<InputPorts, "ledger"> {
  /** Waits in the process until an instant at most a second away; longer waits become messages. */
  readonly until: (at: Instant) => Promise<void>;
}

type StepMessage = Extract<MessageBody, { kind: "step" }>;

const startWithinMs = 10_000;
/** Between two parts of a long change others get a turn. */
const partPauseMs = 1_000;

/**
 * The promise around every step: look; if the wanted state is not there, announce the change on the ledger, change, look
 * again, and record what was seen. The process may die between any two lines: the message comes again, and looking
 * comes first. Messages that are late, repeated or out of order do nothing (RULE 15).
 *
 * @throws only when the outcome could not be recorded; the message is then delivered again (RULE 13)
 */
export async function runStep(step: Step, message: StepMessage, ports: RunnerPorts): Promise<void> {
  // A subscription whose filter is not there yet gets the messages of every step.
  if (message.step !== step.name)
    return ports.log({ event: "step-of-another-function", caseId: message.caseId, step: message.step });
  const file = await ports.ledger.load(message.caseId);
  if (file === undefined) return ports.log({ event: "step-without-case", caseId: message.caseId, step: step.name });
  const record = current(file, message);
  if (record === undefined) return await flushOutbox(file, ports);
  // In a restore the steps of the leaver's case run the other way round.
  const acting = file.record.kind === "restore" && !step.kinds.includes("restore") ? givenBack(step, record) : step;
  const run = new Run(acting, message, ports);
  await run.from(file, record);
}

/** The record that this message is meant for; undefined when it is finished, cancelled, or of another generation. */
function current(file: CaseFile, message: StepMessage): StepRecord | undefined {
  const record = stepOf(file, message.step);
  if (record === undefined || record.generation !== message.generation || !mayRun(file.record, record))
    return undefined;
  return record.state === "ready" || record.state === "waiting" || record.state === "changing" ? record : undefined;
}

/** One delivery of one step message. */
class Run {
  readonly #step: Step;
  readonly #message: StepMessage;
  readonly #ports: RunnerPorts;
  /** Events that the step has for other systems: they go with the commit that ends this attempt. */
  readonly #send: OutgoingMessage[] = [];
  #heldUpMs = 0;

  constructor(step: Step, message: StepMessage, ports: RunnerPorts) {
    this.#step = step;
    this.#message = message;
    this.#ports = ports;
  }

  async from(file: CaseFile, record: StepRecord): Promise<void> {
    this.#heldUpMs = heldUpFor(file, record, this.#ports.clock.now());
    if (isProtected(this.#ports.policy, file.record.leaverId)) {
      return await this.#end(file, {
        kind: "parked",
        because: "This person is protected by the policy: cancel the case",
      });
    }
    const seen = await this.#look(file, record);
    if (seen.kind !== "different") return await this.#record(file, record, seen);
    const tooEarly = seen.lookAgainAt !== undefined;
    if (tooEarly || this.#step.change === undefined || record.intent?.accepted)
      return await this.#wait(file, record, seen);
    if (this.#leased(record)) return await this.#leaveToOther(record);
    if (await this.#stopped(file, record, seen.shown)) return;
    if (seen.changeFrom !== undefined) await this.#ports.until(seen.changeFrom);
    const announced = await this.#announce(file, record, seen.shown);
    if (announced !== undefined) await this.#change(announced, seen.shown);
  }

  async #change(file: CaseFile, before: unknown): Promise<void> {
    const record = stepOf(file, this.#step.name);
    if (record?.intent === undefined) return;
    const stoodStill = epochMs(this.#ports.clock.now()) > epochMs(record.intent.at) + startWithinMs;
    // A process that stood still since its announcement may not be the only one any more.
    if (stoodStill) return await this.#leaveToOther(record);
    let answer: Answered;
    const error = await this.#attempt(async () => {
      const answered = await this.#step.change?.(stepInput(this.#step, file, this.#ports), before);
      answer = answered === "more" || typeof answered === "object" ? answered : undefined;
    });
    if (error !== undefined) return await this.#fail(file, record, error);
    if (answer !== undefined && (await this.#endedBy(answer, file, record.intent.at, before))) return;
    const seen = await this.#look(file, record);
    if (seen.kind === "different") await this.#wait(file, record, seen, "accepted");
    else await this.#record(file, record, seen, "accepted");
  }

  /** Whether what the change answered ends this attempt: a part is done, or somebody else has to go on. */
  async #endedBy(
    answer: NonNullable<Answered>,
    file: CaseFile,
    announcedAt: Instant,
    before: unknown,
  ): Promise<boolean> {
    if (answer === "more") await this.#goOn(file);
    else if ("kind" in answer) await this.#hindered(file, answer, before);
    else {
      const { event, person } = answer;
      // Made from the announcement, so that the same one is the same message however often it is sent.
      this.#send.push(eventMessage(file.record, event.type, announcedAt, event.data));
      if (person === undefined) return false;
      await this.#end(file, { kind: "parked", because: person }, { evidence: before });
    }
    return true;
  }

  async #hindered(file: CaseFile, hindrance: Hindrance, found: unknown): Promise<void> {
    const outcome = outcomeOf(hindrance);
    const readyAt = outcome.kind === "waiting" ? outcome.until : undefined;
    const begun = hindrance.kind === "wait" ? hindrance.shown : undefined;
    await this.#end(file, outcome, { evidence: begun ?? found, found, readyAt });
  }

  /** A part is done: the lease ends, so that the next delivery makes the next part. */
  async #goOn(file: CaseFile): Promise<void> {
    const until = instant(epochMs(this.#ports.clock.now()) + partPauseMs);
    await this.#end(file, { kind: "waiting", until, because: "a part is done" }, { answered: "refused" });
  }

  /** Whether something stands in the way of the change, which is recorded then. */
  async #stopped(file: CaseFile, record: StepRecord, shown: unknown): Promise<boolean> {
    let stop: Stop | undefined;
    const error = await this.#attempt(async () => {
      stop = await stopBefore(
        this.#step,
        { record, file, input: stepInput(this.#step, file, this.#ports), shown },
        this.#ports,
      );
    });
    if (error !== undefined) await this.#end(file, this.#outcomeOf(error, record), { evidence: shown });
    else if (stop?.kind === "paused") await this.#pause(file, stop.because);
    // A wait that ends by itself uses up no patience with the tenant: that starts when it is over.
    else if (stop?.kind === "waiting") await this.#end(file, stop, { evidence: shown, readyAt: stop.until });
    else if (stop !== undefined) await this.#end(file, stop, { evidence: shown, found: shown });
    return error !== undefined || stop !== undefined;
  }

  async #pause(file: CaseFile, because: string): Promise<void> {
    const command = { actor: "leaver", because, at: this.#ports.clock.now() };
    await changeFile(file, this.#ports, (latest) =>
      current(latest, this.#message) === undefined ? undefined : pause(latest, command),
    );
  }

  async #fail(file: CaseFile, record: StepRecord, error: unknown): Promise<void> {
    const refused = error instanceof TryLaterError && error.refused;
    await this.#end(file, this.#outcomeOf(error, record), refused ? { answered: "refused" } : {});
  }

  async #wait(file: CaseFile, record: StepRecord, seen: Different, answered?: "accepted"): Promise<void> {
    const because = seen.because ?? "not visible yet";
    const until = seen.lookAgainAt;
    const outcome: Outcome =
      until === undefined ? notSeen(this.#attemptOf(record), because) : { kind: "waiting", until, because };
    await this.#end(file, outcome, { evidence: seen.shown, readyAt: until, ...(answered && { answered }) });
  }

  /** Writes an end that was seen, or that looking failed with. */
  async #record(
    file: CaseFile,
    record: StepRecord,
    seen: Exclude<Look, Different>,
    answered?: "accepted",
  ): Promise<void> {
    switch (seen.kind) {
      case "reached":
        return await this.#end(file, { kind: "unchanged" }, { evidence: seen.shown });
      case "not-applicable":
        return await this.#end(file, { kind: "skipped", because: seen.because }, { evidence: seen.shown });
      case "failed":
        return await this.#end(file, this.#outcomeOf(seen.error, record), { ...(answered && { answered }) });
      default:
        return seen satisfies never;
    }
  }

  async #look(file: CaseFile, record: StepRecord): Promise<Look> {
    let seen: Observation<unknown> | undefined;
    const error = await this.#attempt(async () => {
      seen = await this.#step.observe(stepInput(this.#step, file, this.#ports));
    });
    if (error !== undefined) return { kind: "failed", error };
    if (seen === undefined) throw new Error(`${record.name} observed nothing`);
    return seen;
  }

  /** What was thrown; undefined when all went well, or when the change proved to be made already. */
  async #attempt(work: () => Promise<void> | undefined): Promise<unknown> {
    try {
      await work();
      return undefined;
    } catch (error) {
      return error instanceof LeaverError && error.disposition === "complete" ? undefined : error;
    }
  }

  #outcomeOf(error: unknown, record: StepRecord): Outcome {
    if (!(error instanceof LeaverError)) {
      const { caseId } = this.#message;
      this.#ports.log({ event: "step-unforeseen-error", caseId, step: this.#step.name, error: nameOf(error) });
    } else if (error instanceof TryLaterError && error.refused) {
      const { caseId } = this.#message;
      this.#ports.log({ event: "step-put-off", caseId, step: this.#step.name, afterMs: error.afterMs });
    }
    return afterError(this.#attemptOf(record), error);
  }

  #attemptOf(record: StepRecord): Attempt {
    return attemptOf(record, this.#step, {
      now: this.#ports.clock.now(),
      heldUpMs: this.#heldUpMs,
      salt: this.#message.caseId,
    });
  }

  #leased(record: StepRecord): boolean {
    return record.intent !== undefined && record.intent.leaseUntil > this.#ports.clock.now();
  }

  /** Another process announced this change a moment ago. If it died, the message at the end of its lease takes over. */
  async #leaveToOther(record: StepRecord): Promise<void> {
    const until = record.intent?.leaseUntil ?? this.#ports.clock.now();
    await this.#ports.bus.send([takeoverMessage(this.#message.caseId, record, until)]);
  }

  /** Intent and before-state on the ledger, before anything is changed (P9). Undefined: the case went on without us. */
  async #announce(file: CaseFile, seen: StepRecord, shown: unknown): Promise<CaseFile | undefined> {
    const at = this.#ports.clock.now();
    return await changeFile(file, this.#ports, (latest) => {
      const record = current(latest, this.#message);
      if (record === undefined || record.intent?.writeId !== seen.intent?.writeId) return undefined;
      const { caseId } = this.#message;
      return announcedChange(record, {
        caseId,
        writeId: this.#ports.newId(),
        at,
        settleMs: this.#step.settleMs,
        shown,
      });
    });
  }

  async #end(
    file: CaseFile,
    outcome: Outcome,
    seen: Pick<Ending, "evidence" | "answered" | "readyAt" | "found"> = {},
  ): Promise<void> {
    const done = await changeFile(file, this.#ports, (latest) => {
      const record = stepOf(latest, this.#step.name);
      // Another delivery of the same message may have recorded the end; a cancel in between does not hide a landed effect.
      if (record === undefined || record.generation !== this.#message.generation) return undefined;
      if (isFinished(record) || record.state === "cancelled") return undefined;
      // By the newest record: a change may have been announced since this delivery looked, or by an attempt before it.
      const ours = record.before !== undefined || this.#step.change === undefined;
      return endStep(latest, record, {
        outcome: ours && outcome.kind === "unchanged" ? { kind: "done" } : outcome,
        step: this.#step,
        ...seen,
        patientSince: patientSince(record, this.#heldUpMs),
        send: this.#send,
        handled: [stepMessage(this.#message.caseId, record).messageId],
        at: this.#ports.clock.now(),
      });
    });
    if (done === undefined) return;
    if (isClosed(done.record.status)) await disarm(done, this.#ports);
    this.#ports.log({
      event: "step-ended",
      caseId: this.#message.caseId,
      step: this.#step.name,
      outcome: stepOf(done, this.#step.name)?.state,
      kind: done.record.kind,
      ...(file.record.lockedOutAt === undefined && { lockoutMs: lockoutMs(done.record) }),
    });
  }
}

/** What a change may answer. */
type Answered = "more" | HandOff | Hindrance | undefined;
type Different = Extract<Observation<unknown>, { kind: "different" }>;
type Look = Observation<unknown> | { readonly kind: "failed"; readonly error: unknown };

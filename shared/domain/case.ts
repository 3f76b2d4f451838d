import { z } from "zod";
import { CaseSettings } from "./case-settings.ts";
import { CaseId, Instant, LeaverId, SourceName, StepName } from "./ids.ts";
import type { MessageBody } from "./ports/bus.ts";

/**
 * `proposed` needs an approval; `scheduled` waits for its time; `parked` needs a person for at least one step, while
 * the other steps go on; `paused` needs a person before anything goes on; `done` and `cancelled` are the end.
 */
export const CaseStatus = z.enum(["proposed", "scheduled", "running", "paused", "parked", "done", "cancelled"]);
export type CaseStatus = z.infer<typeof CaseStatus>;

/**
 * What a case is about: a person who leaves; an account that somebody else deleted, whose retention is followed; a person
 * who is given everything back.
 */
export const CaseKind = z.enum(["leaver", "retention", "restore"]);
export type CaseKind = z.infer<typeof CaseKind>;

/** What an operator wants done where a restored account clashes with one that is in use meanwhile (REQ-68, REQ-69). */
export const RestoreWishes = z.object({
  /** Somebody else has the sign-in name: a person decides, the active account is renamed, or the restored one is. */
  signInName: z.enum(["ask", "rename-active", "rename-restored"]),
  /** Sign-in name that the renamed account gets; undefined while nobody is to be renamed. */
  newSignInName: z.string().optional(),
  /** Other addresses are in use elsewhere: a person decides, or the restored account loses them. */
  addresses: z.enum(["ask", "drop"]),
});
export type RestoreWishes = z.infer<typeof RestoreWishes>;

/** When the leaver's access ends, with everything the instant was computed from (section 11.6). */
export const Departure = z.object({
  /** Civil date as the source gave it, YYYY-MM-DD. */
  date: z.string(),
  meaning: z.enum(["last-working-day", "first-day-not-employed"]),
  /** IANA zone of the worker's site. */
  zone: z.string(),
  /** Policy time of day, HH:MM. */
  timeOfDay: z.string(),
  startAt: Instant,
  /** The notice came after the end of work: done late and alarmed, never dropped. */
  late: z.boolean(),
  /** Access ends with the first moment of the last day, not with the end of work (REQ-01). */
  urgent: z.boolean().optional(),
});
export type Departure = z.infer<typeof Departure>;

/** The case row. `seq` and `head` belong to the ledger: the number and the hash of the last audit row. */
export const CaseRecord = z.object({
  caseId: CaseId,
  /** Version of the row's shape, for builds to come. */
  version: z.literal(1),
  /** Rows of older builds are all about leavers. */
  kind: CaseKind.default("leaver"),
  status: CaseStatus,
  leaverId: LeaverId,
  /** What the policy's rules go by besides the HR record; undefined in rows of older builds. */
  userType: z.enum(["member", "guest"]).optional(),
  source: SourceName,
  /** The source's own id of the person, to read the record again. */
  employeeRef: z.string(),
  /** Hash of source, employee and employment; without the date (RULE 4). */
  employmentKey: z.string(),
  /** Undefined while nobody said when: a proposed case. */
  departure: Departure.optional(),
  /** When the notice was accepted; from here the stopwatch runs, or from `departure.startAt` if that is later. */
  acceptedAt: Instant,
  openedAt: Instant,
  startedAt: Instant.optional(),
  lockedOutAt: Instant.optional(),
  closedAt: Instant.optional(),
  /** Why the case stands where it stands, for a person to read. */
  because: z.string().optional(),
  /** Entry of the due index that wakes this case. */
  dueKey: z.string().optional(),
  wakeAt: Instant.optional(),
  planHash: z.string(),
  /** What the policy said about this person when the plan was made; undefined in rows of older builds. */
  settings: CaseSettings.optional(),
  /**
   * A restore: the case whose changes are given back, if there was one, and what to do about conflicts. `settledAt`: what
   * that case had announced when it was cancelled may land until then.
   */
  restores: z.object({ caseId: CaseId.optional(), wishes: RestoreWishes, settledAt: Instant.optional() }).optional(),
  /** The case that held the person before this one. */
  follows: CaseId.optional(),
  /** Raised by every change of the start time. */
  revision: z.number().int(),
  seq: z.number().int(),
  head: z.string(),
});
export type CaseRecord = z.infer<typeof CaseRecord>;

/** `changing`: an intent is on the ledger. `waiting`: looked, not there yet, a later message looks again. */
export const StepState = z.enum([
  "pending",
  "ready",
  "changing",
  "waiting",
  "done",
  "unchanged",
  "skipped",
  "parked",
  "cancelled",
]);
export type StepState = z.infer<typeof StepState>;

/** One step of the frozen plan and how far it got. */
export const StepRecord = z.object({
  name: StepName,
  /** Place in the plan, from 1. */
  order: z.number().int(),
  /** Must have been seen finished before this one starts. */
  needs: z.array(StepName),
  /** Must have been tried before this one starts; it may be parked. */
  after: z.array(StepName),
  state: StepState,
  /** A message of another generation is not for this record any more (RULE 15). */
  generation: z.number().int(),
  attempts: z.number().int(),
  readyAt: Instant.optional(),
  /** Leaver stood still meanwhile: patience with the tenant is counted from here. */
  patientSince: Instant.optional(),
  finishedAt: Instant.optional(),
  /**
   * The announced change: by which delivery, when, and until when nobody else may make it. `accepted`: the service
   * took the call, so it is looked for and not made again.
   */
  intent: z.object({ writeId: z.string(), at: Instant, leaseUntil: Instant, accepted: z.boolean() }).optional(),
  /** What the tenant showed before the change. */
  before: z.unknown().optional(),
  /** A restore gives this back: what stood there before the leaver's case changed it. Frozen with the plan. */
  wanted: z.unknown().optional(),
  /** What the tenant showed at the end. */
  evidence: z.unknown().optional(),
  because: z.string().optional(),
  /** Another step has to be seen finished first; steps that only want this one tried go on meanwhile. */
  tried: z.boolean().optional(),
  /** A person allowed the change that this step holds back for approval. */
  approval: z.object({ by: z.string(), at: Instant, because: z.string() }).optional(),
  /** The effect may have landed after a cancel (P6). */
  crossed: z.boolean().optional(),
  /** Runs while its case waits for its time, and ends with the start. */
  beforeStart: z.boolean().optional(),
  /** A build that does not have this step parked it. */
  unknown: z.boolean().optional(),
});
export type StepRecord = z.infer<typeof StepRecord>;

/** A message that was promised together with a state change and is not known to have been handled. */
export interface OutboxRecord {
  readonly key: string;
  readonly messageId: string;
  readonly body: MessageBody;
  readonly notBefore: Instant | undefined;
  readonly at: Instant;
}

/** Everything the ledger holds about one case, except its history; `etag` is the only fence. */
export interface CaseFile {
  readonly record: CaseRecord;
  readonly steps: readonly StepRecord[];
  readonly outbox: readonly OutboxRecord[];
  readonly etag: string;
}

const ended: readonly CaseStatus[] = ["done", "cancelled"];
const seenFinished: readonly StepState[] = ["done", "unchanged", "skipped"];

/** Nothing will ever happen in this case again. */
export function isClosed(status: CaseStatus): boolean {
  return ended.includes(status);
}

/** Steps may start and effects may be made. A parked case goes on with what needs no person. */
export function isMoving(status: CaseStatus): boolean {
  return status === "running" || status === "parked";
}

/** The case lets the step run: it moves, or the step is one of those that run while it waits for its time. */
export function mayRun({ status }: Pick<CaseRecord, "status">, step: StepRecord): boolean {
  return isMoving(status) || (status === "scheduled" && step.beforeStart === true);
}

/** The wanted state was seen, or the policy does not want it. */
export function isFinished(step: StepRecord): boolean {
  return seenFinished.includes(step.state);
}

/** The record of one step; undefined when the frozen plan does not have it. */
export function stepOf(file: CaseFile, name: string): StepRecord | undefined {
  return stepRecord(file.steps, name);
}

/** The record of one step among others. */
export function stepRecord(steps: readonly StepRecord[], name: string): StepRecord | undefined {
  return steps.find((step) => step.name === name);
}

/** From the moment the stopwatch started to the confirmed lockout, in milliseconds; undefined before. */
export function lockoutMs(record: CaseRecord): number | undefined {
  if (record.lockedOutAt === undefined) return undefined;
  const due = record.departure?.startAt ?? record.acceptedAt;
  const from = Math.max(Date.parse(record.acceptedAt), Date.parse(due));
  return Date.parse(record.lockedOutAt) - from;
}

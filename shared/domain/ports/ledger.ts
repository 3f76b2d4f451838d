import type { AuditFact, AuditRow } from "../audit.ts";
import type { CaseFile, CaseKind, CaseRecord, StepRecord } from "../case.ts";
import type { CaseId, Instant, LeaverId } from "../ids.ts";
import type { DeliveryId, OutgoingMessage } from "./bus.ts";

/** One state change: written whole, or not at all. */
export interface Change {
  /** Members of the case row that change. */
  readonly record?: Partial<Omit<CaseRecord, "caseId" | "seq" | "head" | "version">>;
  /** Whole records of the steps that change. */
  readonly steps?: readonly StepRecord[];
  readonly audit: AuditFact;
  /** Messages promised by this change. */
  readonly send?: readonly OutgoingMessage[];
  /** Ids of messages that were handled by this change: their outbox rows go. */
  readonly handled?: readonly string[];
}

/** The case row was written by somebody else since it was read: load again and decide again. */
export class StaleCaseError extends Error {
  override readonly name = "StaleCaseError";
}

/**
 * What was done, in one partition per case. Methods throw `TryLaterError` when storage does not answer; a write whose
 * answer was lost is settled by its `writeId` before anything is thrown (RULE 18).
 */
export interface Ledger {
  load(caseId: CaseId): Promise<CaseFile | undefined>;
  /** The case row alone: one read of one row, for lists. */
  record(caseId: CaseId): Promise<CaseRecord | undefined>;
  /** @returns undefined when the case exists already: load it */
  open(
    record: Omit<CaseRecord, "seq" | "head">,
    change: Omit<Change, "record" | "handled">,
  ): Promise<CaseFile | undefined>;
  /** @throws {StaleCaseError} */
  commit(file: CaseFile, change: Change): Promise<CaseFile>;
  /** Deletes outbox rows of messages that nobody handles for us (events), after they were sent. */
  forget(file: CaseFile, messageIds: readonly string[]): Promise<void>;
  /** All audit rows, oldest first. */
  history(caseId: CaseId): Promise<readonly AuditRow[]>;
}

/** What an index entry wakes. */
export type Due =
  | { readonly kind: "case"; readonly caseId: CaseId }
  | { readonly kind: "delivery"; readonly delivery: DeliveryId };

/** One entry of the index, and since when it is due. */
export interface DueEntry {
  readonly key: string;
  readonly at: Instant;
  readonly due: Due;
}

/**
 * Due times, found without knowing the cases. An entry is only a hint, written before what it points to and deleted
 * after it; who meets an entry that is out of date deletes it (section 11.3).
 */
export interface DueIndex {
  /** Key of the entry for this purpose at this time; the same input gives the same key. */
  keyFor(at: Instant, due: Due): string;
  put(at: Instant, due: Due): Promise<string>;
  /** Deleting what is gone is no error. */
  remove(key: string): Promise<void>;
  /** Everything due at `now`, page by page, oldest first. Costs what is due, not what exists. */
  dueAt(now: Instant): AsyncIterable<readonly DueEntry[]>;
}

/** At most one open case per person. */
export interface Subjects {
  holder(leaverId: LeaverId): Promise<CaseId | undefined>;
  /** The case that held the person before the one that holds them now, if there was one. */
  heldBefore(leaverId: LeaverId): Promise<CaseId | undefined>;
  /**
   * Claims the person for a case.
   * @param insteadOf the ended case that holds the person now, if any
   * @returns the case that holds the person afterwards: ours, or another one that was faster
   */
  claim(leaverId: LeaverId, caseId: CaseId, insteadOf: CaseId | undefined): Promise<CaseId>;
}

/** The operator's list: case ids by opening time. */
export interface CaseList {
  /** @param kind a leaver's when left out */
  add(caseId: CaseId, openedAt: Instant, kind?: CaseKind): Promise<void>;
  /** How many cases of leavers were opened at or after the instant; counting stops at `most`. */
  countSince(since: Instant, most: number): Promise<number>;
  /** Newest first. `next` continues the list; undefined at its end. */
  page(
    size: number,
    continuation: string | undefined,
  ): Promise<{ readonly caseIds: readonly CaseId[]; readonly next: string | undefined }>;
}

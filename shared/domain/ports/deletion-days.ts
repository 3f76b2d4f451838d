import type { CaseId } from "../ids.ts";

/** A deletion that is registered for a day. */
export interface RegisteredDeletion {
  /** Civil date in UTC, YYYY-MM-DD. */
  readonly day: string;
  readonly caseId: CaseId;
  /** It waits for a person, because so many were due that day. */
  readonly stopped: boolean;
}

/** Which cases delete an account on which day, so that a batch is seen before its first deletion. Errors as the ledger's. */
export interface DeletionDays {
  put(deletion: RegisteredDeletion): Promise<void>;
  /** Removing what is gone is no error. */
  remove(deletion: Pick<RegisteredDeletion, "day" | "caseId">): Promise<void>;
  /** Everything registered for this day or an earlier one, the oldest day first. Costs what is due, not what exists. */
  upTo(day: string): Promise<readonly RegisteredDeletion[]>;
}

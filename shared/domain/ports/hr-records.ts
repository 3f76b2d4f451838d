import type { Instant, SourceName } from "../ids.ts";
import type { TerminationType } from "../policy.ts";

/** What an HR system says about one employment now. The authority for every case (R-01, RULE 3). */
export interface HrRecord {
  /** Employee id as the directory knows it (`employeeId` of the account). */
  readonly employeeId: string;
  /** Employment id, or the hire date where the source has none (RULE 4). */
  readonly employmentId: string;
  /** Entra object id where the HR system keeps it. */
  readonly objectId: string | undefined;
  /** When and in which sense the employment ends; undefined while nothing says that it ends. */
  readonly departure:
    | { readonly date: string; readonly meaning: "last-working-day" | "first-day-not-employed" }
    | undefined;
  /** Site name, to be mapped to a zone by the policy. */
  readonly site: string | undefined;
  /** IANA zone when the source gives one. */
  readonly timeZone: string | undefined;
  readonly country: string | undefined;
  /** As the source writes them; the rules of the policy compare them. */
  readonly department?: string | undefined;
  readonly workerType?: string | undefined;
  readonly terminationType?: TerminationType | undefined;
}

/** What a webhook may say, reduced to the event vocabulary of RULE 8. */
export type HrEventKind =
  | "termination.recorded"
  | "termination.changed"
  | "termination.cancelled"
  | "termination.effective"
  | "access.revoke-now"
  | "employment.restarted"
  | "employee.changed"
  | "unknown";

/** A verified delivery, reduced to what Leaver needs (RULE 2 f). `employeeRef` is the source's own id for the person. */
export interface HrEvent {
  readonly source: SourceName;
  readonly kind: HrEventKind;
  readonly employeeRef: string;
  readonly receivedAt: Instant;
}

/** Re-reads people at the HR source. Throws `TryLaterError` when it does not answer, `NeedsPersonError` when it refuses. */
export interface HrRecords {
  /** Whether this source can be re-read at all; without it every case needs an approval (RULE 3). */
  canRead(source: SourceName): boolean;
  /** Sources whose notices carry a token and no signature: a person approves every case of theirs (RULE 6). */
  readonly needApproval?: ReadonlySet<SourceName>;
  /** The record now; undefined when the source does not know the person. */
  read(source: SourceName, employeeRef: string): Promise<HrRecord | undefined>;
}

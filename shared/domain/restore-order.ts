import type { CaseRecord, RestoreWishes } from "./case.ts";
import type { LedgerPorts } from "./commit.ts";
import type { Instant, LeaverId } from "./ids.ts";
import type { OpenPorts } from "./intake.ts";
import type { WayBack } from "./restore-plan.ts";
import type { Tenant } from "./tenant.ts";

/** One person whom an operator wants restored, and what to do where names or addresses clash. */
export interface RestoreOrder {
  /** Object id, sign-in name or employee id. */
  readonly person: string;
  readonly wishes: RestoreWishes;
}

/** How long an account in the bin can still be restored. */
export interface Bin {
  readonly deletedAt: Instant;
  readonly restorableUntil: Instant;
  /** Whole days, rounded down (REQ-65). */
  readonly daysLeft: number;
}

/** What became of one order (REQ-66). Ids and facts only. */
export type RestoreResult =
  | {
      readonly outcome: "opened" | "joined";
      readonly leaverId: LeaverId;
      readonly caseId: CaseRecord["caseId"];
      readonly because: string;
      readonly bin?: Bin;
      readonly wayBack: readonly WayBack[];
    }
  | {
      /** A dry run: this is what a restore would do. */
      readonly outcome: "possible";
      readonly leaverId: LeaverId;
      readonly because: string;
      readonly bin?: Bin;
      readonly wayBack: readonly WayBack[];
    }
  | {
      /** Nothing was done; `because` says what there is to choose. */
      readonly outcome: "conflict";
      readonly leaverId: LeaverId;
      readonly because: string;
      readonly bin: Bin;
      readonly signInNameTakenBy: readonly LeaverId[];
      readonly addressesTaken: number;
      readonly addressesTakenBy: readonly string[];
    }
  | {
      readonly outcome: "refused";
      readonly because: string;
      readonly leaverId?: LeaverId;
      /** Several people are meant: name one of these object ids. */
      readonly candidates?: readonly LeaverId[];
    }
  /** Something did not answer, or refused: `because` says what. Ask again; what was done already is not done twice. */
  | { readonly outcome: "failed"; readonly because: string };

export interface RestorePorts extends LedgerPorts, Pick<OpenPorts, "subjects" | "caseList" | "policy" | "steps"> {
  readonly tenant: Pick<Tenant, "directory" | "deletedAccounts">;
}

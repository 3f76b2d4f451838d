import type { Cloud } from "./cloud.ts";
import type { LedgerPorts } from "./commit.ts";
import type { CaseId } from "./ids.ts";
import { employmentKey } from "./plan.ts";
import type { Policy } from "./policy.ts";
import type { DeletedAccounts } from "./ports/deleted-accounts.ts";
import type { Directory } from "./ports/directory.ts";
import type { HrEvent, HrRecord, HrRecords } from "./ports/hr-records.ts";
import type { Bucket } from "./ports/inbox.ts";
import type { CaseList, Subjects } from "./ports/ledger.ts";
import type { Step } from "./step.ts";

export interface OpenPorts extends LedgerPorts {
  readonly subjects: Subjects;
  readonly caseList: CaseList;
  readonly hr: HrRecords;
  readonly directory: Pick<Directory, "findByEmployeeId" | "headcount">;
  /** For people who come back after their account was deleted. */
  readonly tenant: { readonly deletedAccounts: Pick<DeletedAccounts, "named"> };
  readonly cloud: Cloud;
  readonly policy: Policy;
  readonly steps: readonly Step[];
}

/** What became of one event: exactly one bucket (I8). */
export interface Verdict {
  readonly bucket: Bucket;
  readonly caseId: CaseId | undefined;
  readonly because: string;
}

/** Nothing is opened, and why. */
export const refused = (because: string): Verdict => ({ bucket: "refused", caseId: undefined, because });

/** The employment that an event is about; without the date (RULE 4). */
export function keyOf(event: HrEvent, record: HrRecord | undefined): string {
  return employmentKey(event.source, record?.employeeId ?? event.employeeRef, record?.employmentId ?? "");
}

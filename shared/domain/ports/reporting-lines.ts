import type { LeaverId } from "../ids.ts";

export interface DirectReport {
  readonly id: LeaverId;
  /** The manager of a synced person is set in Active Directory. */
  readonly masteredOnPremises: boolean;
}

/** Who reports to whom. Same errors as `Directory`. */
export interface ReportingLines {
  directReports(id: LeaverId): Promise<readonly DirectReport[]>;
  setManager(id: LeaverId, managerId: LeaverId): Promise<void>;
}

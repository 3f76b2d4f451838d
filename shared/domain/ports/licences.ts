import type { LeaverId } from "../ids.ts";

/** One way in which somebody has a licence. The same SKU may come twice. */
export interface LicenceAssignment {
  readonly skuId: string;
  /** The group that gives it; undefined: assigned directly. */
  readonly throughGroup?: string | undefined;
  /** Plan ids that are switched off in it. */
  readonly disabledPlans: readonly string[];
  /** As the service names it, for example `CountViolation`; undefined: it works. */
  readonly error?: string | undefined;
}

/** What a licence of a person gives, by names of service plans such as `EXCHANGE_S_ENTERPRISE`; none that is switched off. */
export interface LicencePlans {
  readonly skuId: string;
  readonly plans: readonly string[];
}

/** Seats of one SKU in the whole company. */
export interface SeatCount {
  readonly skuId: string;
  readonly bought: number;
  /** Lags by minutes. */
  readonly used: number;
}

/** Licences. Same errors as `Directory`. */
export interface Licences {
  assignmentsOf(id: LeaverId): Promise<readonly LicenceAssignment[]>;
  plansOf(id: LeaverId): Promise<readonly LicencePlans[]>;
  /** Direct assignments, all in one call because some depend on others. One that is gone already is no error. */
  removeDirect(id: LeaverId, skuIds: readonly string[]): Promise<void>;
  /** For undo. */
  assignDirect(id: LeaverId, licences: readonly LicenceAssignment[]): Promise<void>;
  seats(): Promise<readonly SeatCount[]>;
}

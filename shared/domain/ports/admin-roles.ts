import type { Instant, LeaverId } from "../ids.ts";

/** A directory role, and where it counts: `/` is the whole tenant, else an administrative unit or an application. */
export interface AdminRole {
  readonly roleDefinitionId: string;
  readonly scopeId: string;
  /** When it ends by itself; undefined: never. */
  readonly endsAt?: Instant | undefined;
}

/** A role that somebody has now. */
export interface ActiveRole extends AdminRole {
  /** The assignment itself, where the service names one. */
  readonly assignmentId?: string | undefined;
  /** `direct`: an assignment without a schedule, or one that lasts. `activated`: out of an eligibility, for some hours. */
  readonly kind: "direct" | "scheduled" | "activated";
}

/** A group that roles can be assigned to. Whoever owns one can join it. */
export interface RoleGroup {
  readonly id: string;
  readonly as: "member" | "owner";
}

/** Everything that makes a person an administrator. */
export interface HeldRoles {
  readonly active: readonly ActiveRole[];
  /** Roles that the person may activate. */
  readonly eligible: readonly AdminRole[];
  readonly groups: readonly RoleGroup[];
  /** Roles that come through a group: they end when the group is left. */
  readonly inherited: number;
  /** False: the tenant has no licence for schedules, so that nobody is eligible for anything. */
  readonly schedules: boolean;
}

/**
 * Administrator roles of the cloud directory. Reads are fresh; what is gone already counts as removed, what is there
 * already as given. Same errors as `Directory`. `because` is kept by the service as the reason.
 */
export interface AdminRoles {
  heldBy(id: LeaverId): Promise<HeldRoles>;
  /** Who else is a Global Administrator of the tenant, through an active assignment: people, groups, applications. */
  otherGlobalAdministrators(id: LeaverId): Promise<number>;
  removeActive(id: LeaverId, role: ActiveRole, because: string): Promise<void>;
  removeEligible(id: LeaverId, role: AdminRole, because: string): Promise<void>;
  leaveGroup(id: LeaverId, group: RoleGroup): Promise<void>;
  /** For undo. */
  giveActive(id: LeaverId, role: ActiveRole, because: string): Promise<void>;
  /** For undo. */
  giveEligible(id: LeaverId, role: AdminRole, because: string): Promise<void>;
  /** For undo. */
  joinGroup(id: LeaverId, group: RoleGroup): Promise<void>;
}

/** Microsoft's id of the role, the same in every tenant. */
export const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";

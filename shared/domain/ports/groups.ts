import type { LeaverId } from "../ids.ts";

/** A group with everything that decides who may write it (m365-operations 10.2). */
export interface Group {
  readonly id: string;
  /** Mastered in Active Directory. */
  readonly synced: boolean;
  /** A rule decides who is in it. */
  readonly dynamic: boolean;
  /** SKU ids that its members get. */
  readonly licences: readonly string[];
  /** Members may hold administrator roles through it. */
  readonly assignableToRole: boolean;
  /** In a restricted administrative unit: only a role there reaches it. */
  readonly restricted: boolean;
  /** A Microsoft 365 group, with a team or without. */
  readonly unified: boolean;
  readonly mailEnabled: boolean;
}

export interface Owner {
  readonly id: LeaverId;
  readonly enabled: boolean;
}

/** `exchange-only`: Graph refuses to write it, whatever it showed: `DistributionLists` may. */
export type Written = "written" | "exchange-only";

/**
 * Groups of the directory. Reads may trail behind writes by minutes. Same errors as `Directory`; a membership or an owner
 * that is there already, or gone already, is no error, and neither is a group that is gone.
 */
export interface Groups {
  /** Groups that the person is a direct member of, lists of Exchange included; without roles. */
  membershipsOf(id: LeaverId): Promise<readonly Group[]>;
  /** Groups that the person owns. Who manages a list of Exchange is not shown here. */
  ownedBy(id: LeaverId): Promise<readonly Group[]>;
  /** People only: applications own groups as well. */
  owners(groupId: string): Promise<readonly Owner[]>;
  /** Whether the directory does not know this group any more. */
  isGone(groupId: string): Promise<boolean>;
  /** Which of these groups the person is in, directly or through others. */
  amongMembers(id: LeaverId, groupIds: readonly string[]): Promise<readonly string[]>;
  addMember(groupId: string, id: LeaverId): Promise<Written>;
  removeMember(groupId: string, id: LeaverId): Promise<Written>;
  addOwner(groupId: string, id: LeaverId): Promise<void>;
  /** @returns `last-owner`: refused, which also happens falsely for a while after another owner was added (10.5) */
  removeOwner(groupId: string, id: LeaverId): Promise<"removed" | "last-owner">;
}

/** A distribution list or mail-enabled security group that somebody manages. */
export interface ManagedList {
  readonly id: string;
  readonly synced: boolean;
  /** How many managers it has, this person included. */
  readonly managers: number;
}

/** Lists that Exchange alone writes (m365-operations 10.4). Same errors and exceptions as `Groups`. */
export interface DistributionLists {
  managedBy(id: LeaverId): Promise<readonly ManagedList[]>;
  addManager(listId: string, id: LeaverId): Promise<void>;
  /** A list needs a manager: add the next one first. */
  removeManager(listId: string, id: LeaverId): Promise<void>;
  addMember(listId: string, id: LeaverId): Promise<void>;
  removeMember(listId: string, id: LeaverId): Promise<void>;
}

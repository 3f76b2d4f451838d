import type { Operation } from "./operations.ts";

/** For an application, Microsoft marks nothing narrower for this list (see `readMemberships` in `operations.ts`). */
export const readMemberships: Operation = { what: "Reading the group memberships", permission: "Directory.Read.All" };

export const readOwned: Operation = { what: "Reading what the leaver owns", permission: "User.Read.All" };

export const readGroup: Operation = { what: "Reading a group", permission: "GroupMember.Read.All" };

export const readOwners: Operation = { what: "Reading the owners of a group", permission: "GroupMember.Read.All" };

export const checkMembers: Operation = { what: "Checking group memberships", permission: "User.Read.All" };

const onPremises = "Change the group in Active Directory, wait for the sync, then resume";

export const setMember: Operation = {
  what: "Changing the members of a group",
  permission: "GroupMember.ReadWrite.All",
  onPremises,
};

export const setOwner: Operation = {
  what: "Changing the owners of a group",
  permission: "Group.ReadWrite.All",
  onPremises,
};

export const readReports: Operation = { what: "Reading the direct reports", permission: "User.Read.All" };

export const setManager: Operation = {
  what: "Changing the manager of a direct report",
  permission: "User.ReadWrite.All",
  onPremises: "Change the manager in Active Directory, wait for the sync, then resume",
};

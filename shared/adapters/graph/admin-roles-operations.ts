import type { Operation } from "./operations.ts";

export const readAssignments: Operation = { what: "Reading the administrator roles", permission: "Directory.Read.All" };

export const readActiveSchedules: Operation = {
  what: "Reading the scheduled administrator roles",
  permission: "RoleAssignmentSchedule.Read.Directory",
};

export const readEligibleSchedules: Operation = {
  what: "Reading the eligible administrator roles",
  permission: "RoleEligibilitySchedule.Read.Directory",
};

export const readRoleGroups: Operation = {
  what: "Reading the groups that carry administrator roles",
  permission: "Directory.Read.All",
};

/** The service refuses also to remove the last Global Administrator; with which error is not documented. */
export const setRole: Operation = {
  what: "Changing an administrator role",
  permission: "RoleManagement.ReadWrite.Directory",
};

export const setRoleGroup: Operation = {
  what: "Leaving or joining a group that carries administrator roles",
  permission: "RoleManagement.ReadWrite.Directory and Group.ReadWrite.All",
};

import type { Operation } from "./operations.ts";

export const readConsents: Operation = {
  what: "Reading the consents",
  permission: "DelegatedPermissionGrant.ReadWrite.All",
};

export const setConsent: Operation = {
  what: "Removing a consent",
  permission: "DelegatedPermissionGrant.ReadWrite.All",
};

export const readRoles: Operation = { what: "Reading the app roles", permission: "Directory.Read.All" };

export const setRole: Operation = { what: "Changing app roles", permission: "AppRoleAssignment.ReadWrite.All" };

export const readOwned: Operation = { what: "Reading what the leaver owns", permission: "User.Read.All" };

export const readApplication: Operation = {
  what: "Reading an app registration",
  permission: "Application.Read.All",
};

/** Application.ReadWrite.OwnedBy, which Microsoft marks as the least, reaches only what the caller owns itself. */
export const setAppOwner: Operation = {
  what: "Changing the owners of an app registration",
  permission: "Application.ReadWrite.All",
};

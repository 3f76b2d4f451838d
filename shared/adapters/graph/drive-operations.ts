import type { Operation } from "./operations.ts";

/** A locked and an archived site, and a missing right, are answered alike: which code is for which is not documented. */
const outOfReach = (permission: string): ReadonlyMap<string, string> =>
  new Map(
    ["accessDenied", "resourceLocked", "notAllowed"].map((code) => [
      code,
      `The OneDrive is locked or archived, or the application has no ${permission}: look at its site in the SharePoint admin center, unlock or reactivate it, then resume (R-45)`,
    ]),
  );

const reading = { permission: "Files.Read.All", instead: outOfReach("Files.Read.All") };

export const findDrive: Operation = { what: "Looking for the OneDrive", ...reading };

export const readItems: Operation = { what: "Reading the files", ...reading };

export const readShares: Operation = { what: "Reading who has access to files", ...reading };

const writing = { permission: "Files.ReadWrite.All", instead: outOfReach("Files.ReadWrite.All") };

export const makeFolder: Operation = { what: "Making a folder for the copies", ...writing };

export const copyItem: Operation = { what: "Copying the OneDrive", ...writing };

export const readRetention: Operation = {
  what: "Reading how long OneDrives are kept",
  permission: "SharePointTenantSettings.Read.All",
};

export const readPlans: Operation = { what: "Reading the licences", permission: "User.Read.All" };

export const readSignInName: Operation = { what: "Reading the account", permission: "User.Read.All" };

/** The service that a permission belongs to: each has an audience and an application of its own. */
export type PermissionService = "graph" | "exchange" | "sharepoint";

/** The service of a permission as steps name it, and its name at the service: `Exchange.ManageAsApp` keeps its prefix. */
export function serviceOf(permission: string): { readonly service: PermissionService; readonly name: string } {
  if (permission.startsWith("Exchange.")) return { service: "exchange", name: permission };
  const prefix = "SharePoint.";
  if (permission.startsWith(prefix)) return { service: "sharepoint", name: permission.slice(prefix.length) };
  return { service: "graph", name: permission };
}

/** Rights that are granted for something else anyway, and what they allow besides, as Microsoft's permission reference says. */
const wider: Readonly<Record<string, readonly string[]>> = {
  "Directory.Read.All": ["LicenseAssignment.Read.All", "GroupMember.Read.All"],
  "Group.ReadWrite.All": ["GroupMember.ReadWrite.All", "GroupMember.Read.All"],
  "RoleManagement.ReadWrite.Directory": [
    "RoleAssignmentSchedule.Read.Directory",
    "RoleEligibilitySchedule.Read.Directory",
  ],
};

/** Whether the first right includes the second one: to grant both would be one too many. */
export function covers(one: string, other: string): boolean {
  if (one === other) return false;
  return one === other.replace(/\.Read\.All$/, ".ReadWrite.All") || (wider[one] ?? []).includes(other);
}

/** The permission itself, or one that it includes. */
export function includes(granted: string, wanted: string): boolean {
  return granted === wanted || covers(granted, wanted);
}

/** Those that no other one of the list includes, each once, sorted. */
export function withoutCovered(permissions: Iterable<string>): readonly string[] {
  const all = [...new Set(permissions)];
  return all.filter((permission) => !all.some((other) => covers(other, permission))).toSorted();
}

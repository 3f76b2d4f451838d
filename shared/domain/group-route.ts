import type { Group } from "./ports/groups.ts";
import type { Risk } from "./risk.ts";

/** Who may take a person out of a group: the first test that holds (m365-operations 10.2). */
export const groupRoutes = ["synced", "dynamic", "licence", "role", "restricted", "graph", "exchange"] as const;
export type GroupRoute = (typeof groupRoutes)[number];

/**
 * Where a membership is taken away. `licence` waits for the step that removes licences; `synced`, `dynamic`,
 * `role` and `restricted` are not for this application.
 */
export function routeOf(group: Group): GroupRoute {
  if (group.synced) return "synced";
  if (group.dynamic) return "dynamic";
  if (group.licences.length > 0) return "licence";
  return routeBesideLicences(group);
}

/** The route of a group whose turn it is although it gives licences. */
export function routeBesideLicences(group: Group): Exclude<GroupRoute, "licence"> {
  if (group.synced) return "synced";
  if (group.dynamic) return "dynamic";
  if (group.assignableToRole) return "role";
  if (group.restricted) return "restricted";
  return group.unified || !group.mailEnabled ? "graph" : "exchange";
}

export function isWritable(route: GroupRoute): route is "graph" | "exchange" {
  return route === "graph" || route === "exchange";
}

/** What stays open where a membership cannot be taken away here; undefined where it can, now or later. */
export function membershipRisk(route: GroupRoute, objectId: string): Risk | undefined {
  const what = membershipStays[route];
  return what === undefined ? undefined : { rule: route === "role" ? "R-19" : "R-57", what, objectId };
}

const membershipStays: Readonly<Partial<Record<GroupRoute, string>>> = {
  synced: "The membership of this synced group is decided in Active Directory: remove it there",
  dynamic: "A rule decides about the membership of this group: it ends when the rule does not hold any more",
  role: "The leaver is still in this role-assignable group: remove them in the Entra admin center",
  restricted: "This group is in a restricted administrative unit: whoever has a role there removes the leaver",
};

/** What stays open where an owner cannot be replaced here; undefined where one can. Rules decide about members only. */
export function ownershipRisk(group: Group): Risk | undefined {
  const objectId = group.id;
  if (group.synced)
    return { rule: "R-47", what: `${owned} is synced: replace the owner in Active Directory`, objectId };
  if (group.assignableToRole) {
    return { rule: "R-19", what: `${owned} is role-assignable: replace the owner in the Entra admin center`, objectId };
  }
  if (group.restricted) {
    const what = `${owned} is in a restricted administrative unit: whoever has a role there replaces the owner`;
    return { rule: "R-47", what, objectId };
  }
  return undefined;
}

const owned = "This group of the leaver's";

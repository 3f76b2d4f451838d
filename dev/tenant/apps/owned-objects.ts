import { page, project } from "../graph/shape.ts";
import { personAt, userReaders } from "../graph/users.ts";
import { isExchangeList } from "../groups/group.ts";
import { groupProperties } from "../groups/group-view.ts";
import { namesFor } from "../groups/memberships.ts";
import type { RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { registrationProperties } from "./registrations.ts";

type Shown = Record<string, unknown>;

/** What a person owns: groups and app registrations. Lists of Exchange are owned there (m365-operations 10.1). */
export function addOwnedObjects(routes: Routes, state: TenantState, largestPage: number): void {
  routes.add("GET", "/v1.0/users/:id/ownedObjects", userReaders, (call) => {
    const groups = ownedGroups(state, call).map((shown) => ({ "@odata.type": "#microsoft.graph.group", ...shown }));
    const apps = ownedApps(state, call).map((shown) => ({ "@odata.type": "#microsoft.graph.application", ...shown }));
    return page(call, "directoryObjects", [...groups, ...apps], largestPage);
  });
  routes.add("GET", "/v1.0/users/:id/ownedObjects/microsoft.graph.group", userReaders, (call) =>
    page(call, "groups", ownedGroups(state, call), largestPage),
  );
  routes.add("GET", "/v1.0/users/:id/ownedObjects/microsoft.graph.application", userReaders, (call) =>
    page(call, "applications", ownedApps(state, call), largestPage),
  );
}

function ownedGroups(state: TenantState, call: RoutedCall): Shown[] {
  const { id } = personAt(state, call);
  const owned = state.groups
    .all()
    .filter((group) => !isExchangeList(group) && state.groups.shownOwners(group).includes(id));
  return owned.map((group) => project(group, groupProperties, "group", namesFor(call, groupProperties, true)));
}

function ownedApps(state: TenantState, call: RoutedCall): Shown[] {
  const { id } = personAt(state, call);
  const owned = [...state.apps.registrations.values()].filter((registration) =>
    state.apps.replicas.appOwners.shown(registration.id, state.apps.owners(registration.id)).includes(id),
  );
  const names = namesFor(call, registrationProperties, true);
  return owned.map((registration) => project(registration, registrationProperties, "application", names));
}

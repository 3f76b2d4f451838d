import { directoryConditions } from "../graph/advanced.ts";
import { conflictOver, requireFreeName, takenAddresses } from "../graph/conflicts.ts";
import { withManager } from "../graph/expand-manager.ts";
import { matches } from "../graph/filter.ts";
import { entity, type Properties, pageOf, project, seconds, selected } from "../graph/shape.ts";
import { nameIn } from "../graph/user-changes.ts";
import { userProperties, usualUserProperties } from "../graph/user-view.ts";
import { personAt } from "../graph/users.ts";
import { masteredOnPremises, noSuchResource, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import { requireReach } from "../sign-in/reach.ts";
import type { TenantState } from "../state.ts";
import { deleteUser, purgeDue, purgeUser, restoreUser } from "./changes.ts";
import { addOwnedByDeleted } from "./owned-by-deleted.ts";

const filterable = ["id", "userPrincipalName", "displayName", "mail", "deletedDateTime", "userType", "proxyAddresses"];

/** Deleting, restoring and purging users (m365-operations 13). */
export function addDeletion(routes: Routes, state: TenantState): void {
  state.schedule.handle(purgeDue, (id, at) => {
    const person = state.people.deleted(id);
    if (person !== undefined) purgeUser(state, person, at, "service");
  });
  addBinReads(routes, state);
  addOwnedByDeleted(routes, state);

  const writers = { resource: "graph", anyOf: ["User.DeleteRestore.All", "User.ReadWrite.All"] } as const;
  routes.add("DELETE", "/v1.0/users/:id", writers, (call) => {
    const person = personAt(state, call);
    requireReach(state, call.caller, person);
    // Deleted in Active Directory only; the next sync would bring the account back.
    if (person.onPremisesSyncEnabled === true) masteredOnPremises();
    deleteUser(state, person);
    return { status: 204 };
  });
  routes.add("POST", "/v1.0/directory/deletedItems/:id/restore", writers, (call) => restore(state, call));
  routes.add("DELETE", "/v1.0/directory/deletedItems/:id", writers, (call) => {
    const person = deletedAt(state, call);
    requireReach(state, call.caller, person);
    purgeUser(state, person);
    return { status: 204 };
  });
}

function addBinReads(routes: Routes, state: TenantState): void {
  const properties = deletedProperties(state);
  const show = (call: RoutedCall) => {
    const names = selected(call.query) ?? [...usualUserProperties, "deletedDateTime"];
    return (person: Person) => project(person, properties, "user", names);
  };
  const anyOf = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
  const readers = { resource: "graph", anyOf } as const;
  routes.add("GET", "/v1.0/directory/deletedItems/microsoft.graph.user", readers, (call) => {
    if (call.query.has("$orderby")) requireOrder(call);
    const conditions = directoryConditions(call, filterable);
    const found = state.people
      .everyone()
      .filter(({ deletedAt }) => deletedAt !== undefined)
      .filter((person) => matches(conditions, project(person, properties, "user", filterable)))
      .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0));
    return pageOf(call, "users", found, show(call));
  });
  routes.add("GET", "/v1.0/directory/deletedItems/:id/microsoft.graph.user", readers, (call) => {
    const shown = withManager(state, properties, call)(deletedAt(state, call));
    return entity(call, "directoryObjects/$entity", { "@odata.type": "#microsoft.graph.user", ...shown });
  });
  routes.add("GET", "/v1.0/directory/deletedItems/:id", readers, (call) => {
    const shown = show(call)(deletedAt(state, call));
    return entity(call, "directoryObjects/$entity", { "@odata.type": "#microsoft.graph.user", ...shown });
  });
}

/** Newest first is the order anyway; that it is asked for makes the query an advanced one. */
function requireOrder(call: RoutedCall): void {
  const isKnown = /^deletedDateTime\s+desc$/i.test(call.query.get("$orderby") ?? "");
  if (!isKnown) refuse(400, "Request_UnsupportedQuery", "Unsupported sort property.");
  directoryConditions(call, filterable, true);
}

/** Who was deleted just now is not in the bin yet for a read that lags. */
function deletedAt(state: TenantState, call: RoutedCall): Person {
  const id = call.params.id ?? "";
  const person = state.people.deleted(id) ?? noSuchResource(id);
  const lives = call.method === "GET" && state.replicas.existence.shown(person.id, false);
  return lives ? noSuchResource(id) : person;
}

function restore(state: TenantState, call: RoutedCall): Answer {
  const person = deletedAt(state, call);
  requireReach(state, call.caller, person);
  const { newUserPrincipalName, autoReconcileProxyConflict } = asObject(call.body);
  const renamed = newUserPrincipalName === undefined || newUserPrincipalName === null;
  const userPrincipalName = renamed ? person.userPrincipalName : nameIn(state, newUserPrincipalName);
  requireFreeName(state.people, userPrincipalName);
  const without = takenAddresses(state, person);
  if (without.length > 0 && autoReconcileProxyConflict !== true) conflictOver("proxyAddresses");
  restoreUser(state, person, { userPrincipalName, without });
  const shown = project(person, userProperties(state), "user", usualUserProperties);
  return entity(call, "directoryObjects/$entity", { "@odata.type": "#microsoft.graph.user", ...shown });
}

/** In the bin the sign-in name begins with the object id, so that it is free for somebody else. */
function deletedProperties(state: TenantState): Properties<Person> {
  return {
    ...userProperties(state),
    userPrincipalName: ({ id, userPrincipalName }) => `${id.replaceAll("-", "")}${userPrincipalName}`,
    deletedDateTime: ({ deletedAt = 0 }) => seconds(deletedAt),
  };
}

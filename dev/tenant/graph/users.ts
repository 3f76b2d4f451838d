import { noSuchResource, refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { requireEventual } from "./advanced.ts";
import { withManager } from "./expand-manager.ts";
import { entity, pageOf } from "./shape.ts";
import { peopleAsked } from "./user-query.ts";
import { userProperties } from "./user-view.ts";

/** Who may read users. */
export const userReaders = {
  resource: "graph",
  anyOf: ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"],
} as const;

/**
 * The account that a path names, by object id or sign-in name. Nobody in the bin; a read that lags finds whom it found
 * before a deletion, and does not find yet who was created or restored just now.
 */
export function personAt(state: TenantState, { method, params }: RoutedCall): Person {
  const id = params.id ?? "";
  const { people, replicas } = state;
  const person = people.named(id);
  if (method !== "GET") return person ?? noSuchResource(id);
  const known = person ?? people.deleted(id) ?? noSuchResource(id);
  return replicas.existence.shown(known.id, person !== undefined) ? known : noSuchResource(id);
}

/** Reads of users (m365-operations 4.1). */
export function addUserReads(routes: Routes, state: TenantState): void {
  const properties = userProperties(state);

  routes.add("GET", "/v1.0/users/:id", userReaders, (call) => {
    const person = personAt(state, call);
    return entity(call, "users/$entity", withManager(state, properties, call)(person));
  });

  routes.add("GET", "/v1.0/users", userReaders, (call) => {
    if (call.query.has("$search")) refuse(400, "Request_UnsupportedQuery", "$search is not simulated.");
    return pageOf(call, "users", peopleAsked(state, properties, call), withManager(state, properties, call));
  });

  routes.add("GET", "/v1.0/users/$count", userReaders, (call) => {
    requireEventual(call);
    return plainCount(peopleAsked(state, properties, call).length);
  });
}

/** What `/$count` answers. The body begins with a mark of byte order, as the service's does. */
export function plainCount(count: number): Answer {
  return { status: 200, headers: { "content-type": "text/plain" }, body: `\uFEFF${count}` };
}

import { noSuchResource, refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Condition, conditionsIn, matches, wanted } from "./filter.ts";
import { entity, type Properties, page, selected } from "./shape.ts";
import { showUser, userProperties } from "./user-view.ts";

const readers = { resource: "graph", anyOf: ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"] } as const;
const filterable = ["id", "employeeId", "mail", "userPrincipalName", "proxyAddresses", "accountEnabled"];

/** The account that a path names, by object id or sign-in name. */
export function personAt(state: TenantState, call: RoutedCall): Person {
  const id = call.params.id ?? "";
  return state.people.find(id) ?? noSuchResource(id);
}

/** Reads of users and their managers (m365-operations 4.1, 4.2). */
export function addUserReads(routes: Routes, state: TenantState): void {
  const properties = userProperties(state);

  routes.add("GET", "/v1.0/users/:id", readers, (call) => {
    const person = personAt(state, call);
    return entity(call, "users/$entity", withManager(state, properties, call, person));
  });

  routes.add("GET", "/v1.0/users", readers, (call) => {
    const people = matching(state, properties, call);
    return page(
      call,
      "users",
      people.map((person) => withManager(state, properties, call, person)),
    );
  });

  routes.add("GET", "/v1.0/users/:id/manager", readers, (call) => manager(state, properties, call));
}

/** People who match `$filter`; whoever is asked for by a unique name or the employee id is found without a search. */
function matching(state: TenantState, properties: Properties<Person>, call: RoutedCall): readonly Person[] {
  const conditions = conditionsIn(call.query, filterable);
  return candidates(state, conditions).filter((person) =>
    matches(conditions, showUser(properties, person, filterable)),
  );
}

function candidates(state: TenantState, conditions: readonly Condition[]): readonly Person[] {
  const employeeId = wanted(conditions, "employeeId");
  if (employeeId !== undefined) return state.people.withEmployeeId(employeeId);
  const name = wanted(conditions, "userPrincipalName") ?? wanted(conditions, "mail") ?? wanted(conditions, "id");
  if (name === undefined) return state.people.all();
  const person = state.people.find(name);
  return person === undefined ? [] : [person];
}

function manager(state: TenantState, properties: Properties<Person>, call: RoutedCall): Answer {
  const { managerId } = personAt(state, call);
  const found = managerId === undefined ? undefined : state.people.find(managerId);
  if (found === undefined) return noSuchResource("manager");
  const shown = showUser(properties, found, selected(call.query));
  return entity(call, "directoryObjects/$entity", { "@odata.type": "#microsoft.graph.user", ...shown });
}

function withManager(
  state: TenantState,
  properties: Properties<Person>,
  call: RoutedCall,
  person: Person,
): Record<string, unknown> {
  const shown = showUser(properties, person, selected(call.query));
  const expand = call.query.get("$expand");
  if (expand === null) return shown;
  const nested = /^manager(?:\(\$select=([\w,\s]+)\))?$/.exec(expand);
  if (nested === null) return refuse(400, "Request_UnsupportedQuery", `Unsupported $expand: ${expand}`);
  const found = person.managerId === undefined ? undefined : state.people.find(person.managerId);
  // Without a manager the service leaves the property out.
  if (found === undefined) return shown;
  const names = nested[1]?.split(",").map((name) => name.trim());
  return { ...shown, manager: { "@odata.type": "#microsoft.graph.user", ...showUser(properties, found, names) } };
}

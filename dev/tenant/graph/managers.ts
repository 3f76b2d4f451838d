import { setManager } from "../changes.ts";
import { masteredOnPremises, noSuchResource, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { managerOf } from "./expand-manager.ts";
import { entity, pageOf, selected } from "./shape.ts";
import { peopleAsked } from "./user-query.ts";
import { showUser, userProperties } from "./user-view.ts";
import { personAt, userReaders } from "./users.ts";

/** Managers and direct reports, and moving them (m365-operations 4.2, 4.3). */
export function addManagers(routes: Routes, state: TenantState): void {
  const properties = userProperties(state);
  const show = (call: RoutedCall) => (person: Person) => ({
    "@odata.type": "#microsoft.graph.user",
    ...showUser(properties, person, selected(call.query)),
  });

  routes.add("GET", "/v1.0/users/:id/manager", userReaders, (call) => {
    const manager = managerOf(state, personAt(state, call)) ?? noSuchResource("manager");
    return entity(call, "directoryObjects/$entity", show(call)(manager));
  });

  routes.add("GET", "/v1.0/users/:id/directReports", userReaders, (call) => {
    const { id } = personAt(state, call);
    const reports = state.people.all().filter(({ managerId }) => managerId === id);
    return pageOf(call, "directoryObjects", peopleAsked(state, properties, call, reports), show(call));
  });

  const writers = { resource: "graph", anyOf: ["User.ReadWrite.All", "Directory.ReadWrite.All"] } as const;
  routes.add("PUT", "/v1.0/users/:id/manager/$ref", writers, (call) => put(state, call));
  routes.add("DELETE", "/v1.0/users/:id/manager/$ref", writers, (call) => {
    const person = personAt(state, call);
    if (person.onPremisesSyncEnabled === true) masteredOnPremises();
    if (person.managerId === undefined) noSuchResource("manager");
    setManager(state, person, undefined);
    return { status: 204 };
  });
}

function put(state: TenantState, call: RoutedCall): Answer {
  const person = personAt(state, call);
  const reference = asObject(call.body)["@odata.id"];
  const id = typeof reference === "string" ? reference.split("/").at(-1) : undefined;
  if (id === undefined || id === "") return refuse(400, "Request_BadRequest", "@odata.id is missing or invalid.");
  const manager = state.people.named(decodeURIComponent(id)) ?? noSuchResource(id);
  if (person.onPremisesSyncEnabled === true) masteredOnPremises();
  if (manager === person) refuse(400, "Request_BadRequest", "A user cannot be their own manager.");
  setManager(state, person, manager);
  return { status: 204 };
}

import { directoryConditions } from "../graph/advanced.ts";
import { matches } from "../graph/filter.ts";
import { entity, page, pageOf, project, selected } from "../graph/shape.ts";
import { showUser, userProperties } from "../graph/user-view.ts";
import { deny, masteredOnPremises, noSuchResource, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import { requireAnyOf } from "../sign-in/gate.ts";
import type { TenantState } from "../state.ts";
import { setMember, setOwner } from "./changes.ts";
import { type Group, isExchangeList } from "./group.ts";
import { addressOf, groupProperties } from "./group-view.ts";
import { showGroup } from "./memberships.ts";
import { seedGroups } from "./seed.ts";

const filterable = ["id", "displayName", "mail", "mailEnabled", "securityEnabled", "proxyAddresses"];

type Relation = "members" | "owners";

/** Groups, their members and owners (m365-operations 10). */
export function addGroups(routes: Routes, state: TenantState): void {
  seedGroups(state);
  state.lags.register("memberOf", state.groups.replicas.memberOf);
  state.lags.register("groupOwners", state.groups.replicas.groupOwners);
  state.lags.register("ownerCheck", state.groups.ownerCheck);
  state.lifecycle.onPurged((person) => forget(state, person));
  state.addressHolders.push((address) => state.groups.all().some((group) => addressOf(group) === address));

  const readers = {
    resource: "graph",
    anyOf: [
      "GroupMember.Read.All",
      "GroupMember.ReadWrite.All",
      "Group.Read.All",
      "Group.ReadWrite.All",
      "Directory.Read.All",
    ],
  } as const;
  routes.add("GET", "/v1.0/groups/:group", readers, (call) => {
    const names = selected(call.query) ?? Object.keys(groupProperties);
    return entity(call, "groups/$entity", project(groupAt(state, call), groupProperties, "group", names));
  });
  routes.add("GET", "/v1.0/groups", readers, (call) => {
    const conditions = directoryConditions(call, filterable);
    const asked = (group: Group) => matches(conditions, project(group, groupProperties, "group", filterable));
    return pageOf(call, "groups", state.groups.all().filter(asked), (group) => showGroup(call, group));
  });
  for (const relation of ["members", "owners"] as const) {
    routes.add("GET", `/v1.0/groups/:group/${relation}`, readers, (call) => {
      const group = groupAt(state, call);
      const ids = relation === "members" ? [...state.groups.members(group)] : ownersShown(state, group);
      return page(call, "directoryObjects", peopleShown(state, call, ids));
    });
    addWrites(routes, state, relation);
  }
}

function addWrites(routes: Routes, state: TenantState, relation: Relation): void {
  const anyOf = relation === "members" ? ["GroupMember.ReadWrite.All", "Group.ReadWrite.All"] : ["Group.ReadWrite.All"];
  const writers = { resource: "graph", anyOf } as const;
  routes.add("POST", `/v1.0/groups/:group/${relation}/$ref`, writers, (call) => add(state, call, relation));
  routes.add("DELETE", `/v1.0/groups/:group/${relation}/:person/$ref`, writers, (call) => {
    const { group, person } = linkAt(state, call, relation);
    if (relation === "owners") requireAnotherOwner(state, group, person);
    if (relation === "members") setMember(state, person, group, false);
    else setOwner(state, person, group, false);
    return { status: 204 };
  });
}

function add(state: TenantState, call: RoutedCall, relation: Relation): Answer {
  const group = groupAt(state, call);
  const reference = asObject(call.body)["@odata.id"];
  const id = typeof reference === "string" ? reference.split("/").at(-1) : undefined;
  if (id === undefined || id === "") return refuse(400, "Request_BadRequest", "@odata.id is missing or invalid.");
  const person = state.people.named(id) ?? noSuchResource(id);
  requireWritable(call, group, relation);
  const added = relation === "members" ? setMember(state, person, group, true) : setOwner(state, person, group, true);
  if (!added) {
    const text = "One or more added object references already exist for the following modified properties";
    refuse(400, "Request_BadRequest", `${text}: '${relation}'.`);
  }
  return { status: 204 };
}

function linkAt(state: TenantState, call: RoutedCall, relation: Relation): { group: Group; person: Person } {
  const group = groupAt(state, call);
  const id = call.params.person ?? "";
  const person = state.people.named(id) ?? noSuchResource(id);
  requireWritable(call, group, relation);
  const linked = relation === "members" ? person.groupIds.includes(group.id) : isOwner(state, group, person);
  return linked ? { group, person } : noSuchResource(id);
}

const isOwner = ({ groups }: TenantState, group: Group, { id }: Person) => groups.owners(group).includes(id);

function groupAt(state: TenantState, call: RoutedCall): Group {
  const id = call.params.group ?? "";
  return state.groups.find(id) ?? noSuchResource(id);
}

/** Who decides about a group decides who may write it (m365-operations 10.2). */
function requireWritable(call: RoutedCall, group: Group, relation: Relation): void {
  if (group.synced) masteredOnPremises();
  if (isExchangeList(group)) {
    refuse(400, "Request_BadRequest", "Cannot Update a mail-enabled security groups and or distribution list.");
  }
  if (group.rule !== null && relation === "members") {
    refuse(400, "Request_BadRequest", "Insufficient privileges: the membership of a dynamic group cannot be changed.");
  }
  if (group.restricted) deny();
  if (group.assignableToRole) requireAnyOf(call.caller, ["RoleManagement.ReadWrite.Directory"]);
}

function requireAnotherOwner(state: TenantState, group: Group, person: Person): void {
  if (state.groups.settledOwners(group).some((id) => id !== person.id && state.people.named(id) !== undefined)) return;
  const text = "The group must have at least one owner, hence this owner cannot be removed.";
  refuse(400, "Request_BadRequest", text);
}

/** Owners of mail-enabled lists are not in Graph. */
const ownersShown = (state: TenantState, group: Group) =>
  isExchangeList(group) ? [] : state.groups.shownOwners(group);

function peopleShown(state: TenantState, call: RoutedCall, ids: readonly string[]): Record<string, unknown>[] {
  const properties = userProperties(state);
  return ids.flatMap((id) => {
    const person = state.people.named(id);
    if (person === undefined) return [];
    return [{ "@odata.type": "#microsoft.graph.user", ...showUser(properties, person, selected(call.query)) }];
  });
}

function forget(state: TenantState, person: Person): void {
  for (const group of state.groups.ownedBy(person.id)) state.groups.setOwner(group, person.id, false);
  for (const id of person.groupIds) {
    const group = state.groups.find(id);
    if (group !== undefined) state.groups.setMember(person, group, false);
  }
}

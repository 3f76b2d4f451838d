import { type Properties, page, project, selected } from "../graph/shape.ts";
import { personAt } from "../graph/users.ts";
import { refuse } from "../http/errors.ts";
import { asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { Group } from "./group.ts";
import { groupProperties } from "./group-view.ts";

type Shown = Record<string, unknown>;
/** What else a person is a member of, for `/memberOf`: roles. */
export type OtherMemberships = (call: RoutedCall, person: Person) => readonly Shown[];

/** Groups of a person (m365-operations 10.1, 10.3). Pages are as small as `largestPage`. */
export function addMemberships(
  routes: Routes,
  state: TenantState,
  largestPage: number,
  others: OtherMemberships,
): void {
  const readers = { resource: "graph", anyOf: ["Directory.Read.All", "Directory.ReadWrite.All"] } as const;
  routes.add("GET", "/v1.0/users/:id/memberOf", readers, (call) => {
    const person = personAt(state, call);
    const shown = [...groupsOf(state, person).map((group) => typed(call, group)), ...others(call, person)];
    return page(call, "directoryObjects", shown, largestPage);
  });
  routes.add("GET", "/v1.0/users/:id/memberOf/microsoft.graph.group", readers, (call) => {
    const shown = groupsOf(state, personAt(state, call)).map((group) => showGroup(call, group));
    return page(call, "groups", shown, largestPage);
  });

  const anyOf = ["User.Read.All", "GroupMember.Read.All", "GroupMember.ReadWrite.All", "Directory.Read.All"];
  routes.add("POST", "/v1.0/users/:id/checkMemberGroups", { resource: "graph", anyOf }, (call) => {
    const asked = idsIn(call);
    const found = groupsOf(state, personAt(state, call)).flatMap(({ id }) => (asked.includes(id) ? [id] : []));
    const context = `${call.origin}/v1.0/$metadata#Collection(Edm.String)`;
    return { status: 200, body: { "@odata.context": context, value: found } };
  });
}

/** The groups that reads show for a person now. */
function groupsOf({ groups }: TenantState, person: Person): readonly Group[] {
  return groups.replicas.memberOf.shown(person.id, person.groupIds).flatMap((id) => groups.find(id) ?? []);
}

/** With the type, as it stands among other kinds of objects. */
export function typed(call: RoutedCall, group: Group): Shown {
  return { "@odata.type": "#microsoft.graph.group", ...showGroup(call, group) };
}

export function showGroup(call: RoutedCall, group: Group): Shown {
  return project(group, groupProperties, "group", namesFor(call, groupProperties));
}

/** The asked-for properties. Of names that only other kinds of objects have, a mixed list shows none. */
export function namesFor<T>(call: RoutedCall, properties: Properties<T>, mixed = false): readonly string[] {
  const names = selected(call.query) ?? Object.keys(properties);
  return mixed ? names.filter((name) => name in properties) : names;
}

const mostIds = 20;

function idsIn(call: RoutedCall): readonly string[] {
  const { groupIds } = asObject(call.body);
  if (!Array.isArray(groupIds) || !groupIds.every((id) => typeof id === "string")) {
    return refuse(400, "Request_BadRequest", "The value of the parameter 'groupIds' is missing or invalid.");
  }
  if (groupIds.length > mostIds) refuse(400, "Request_BadRequest", `groupIds has more than ${mostIds} entries.`);
  return groupIds.map((id) => id.toLowerCase());
}

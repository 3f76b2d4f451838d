import { refuse } from "../http/errors.ts";
import type { RoutedCall } from "../http/exchange.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { directoryConditions } from "./advanced.ts";
import { matches, propertiesIn, wanted } from "./filter.ts";
import type { Condition } from "./filter-parser.ts";
import { type Properties, project } from "./shape.ts";

const filterable = [
  "id",
  "userPrincipalName",
  "displayName",
  "givenName",
  "surname",
  "mail",
  "mailNickname",
  "otherMails",
  "proxyAddresses",
  "accountEnabled",
  "userType",
  "employeeId",
  "employeeType",
  "usageLocation",
  "country",
  "companyName",
  "department",
  "officeLocation",
  "jobTitle",
  "createdDateTime",
  "employeeHireDate",
  "employeeLeaveDateTime",
  "onPremisesSyncEnabled",
  "onPremisesImmutableId",
  "onPremisesSamAccountName",
  "assignedLicenses",
];
const sortable = ["displayName", "userPrincipalName", "createdDateTime", "mail", "surname", "givenName"];

/** The people of a query, by `$filter` and `$orderby`. Who is asked for by a name or id is found without a search. */
export function peopleAsked(
  state: TenantState,
  properties: Properties<Person>,
  call: RoutedCall,
  among?: readonly Person[],
): readonly Person[] {
  const conditions = directoryConditions(call, filterable);
  const names = propertiesIn(conditions);
  const start = among ?? candidates(state, conditions);
  const found =
    conditions.length === 0
      ? start
      : start.filter((person) => matches(conditions, project(person, properties, "user", names)));
  return ordered(found, properties, call.query.get("$orderby"));
}

function candidates(state: TenantState, conditions: readonly Condition[]): readonly Person[] {
  const { people } = state;
  const employeeId = wanted(conditions, "employeeId");
  if (employeeId !== undefined) return people.withEmployeeId(employeeId);
  const name = wanted(conditions, "userPrincipalName") ?? wanted(conditions, "id");
  if (name !== undefined) return [people.named(name) ?? []].flat();
  const address = wanted(conditions, "mail") ?? proxyIn(conditions);
  return address === undefined ? people.all() : people.withAddress(address);
}

/** The address in `proxyAddresses/any(p:p eq 'smtp:…')`. */
function proxyIn(conditions: readonly Condition[]): string | undefined {
  for (const condition of conditions) {
    if (condition.kind !== "any" || condition.path !== "proxyAddresses") continue;
    const proxy = wanted(condition.inner, condition.variable);
    if (condition.inner.length === 1 && proxy !== undefined) return proxy.replace(/^smtp:/i, "");
  }
  return undefined;
}

function ordered(people: readonly Person[], properties: Properties<Person>, orderBy: string | null): readonly Person[] {
  if (orderBy === null) return people;
  const [, name = "", direction] = /^(\w+)(?:\s+(asc|desc))?$/.exec(orderBy.trim()) ?? [];
  const read = sortable.includes(name) ? properties[name] : undefined;
  if (read === undefined) return refuse(400, "Request_UnsupportedQuery", `Unsupported sort property: ${orderBy}`);
  const keyed = people.map((person) => ({ person, key: String(read(person) ?? "").toLowerCase() }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const sorted = keyed.map(({ person }) => person);
  return direction === "desc" ? sorted.reverse() : sorted;
}

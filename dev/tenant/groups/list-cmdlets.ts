import { type Cmdlets, type Parameters, refuseOthers, word } from "../exchange/cmdlet.ts";
import { badParameter, masteredOnPremises, notFound } from "../exchange/exchange-errors.ts";
import { changedList } from "../exchange/mailbox-parameter.ts";
import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { setMember, setOwner } from "./changes.ts";
import { type Group, isExchangeList } from "./group.ts";
import { alreadyMember, notMember, withoutManager } from "./list-errors.ts";

/** Distribution lists and mail-enabled security groups, which Exchange alone writes (m365-operations 10.4). */
export const listCmdlets: Cmdlets = {
  "get-distributiongroup": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ManagedBy", "ResultSize"]);
    const { Identity: identity, ManagedBy: manager } = parameters;
    const lists = identity === undefined ? allLists(state) : [oneList(state, parameters)];
    if (manager === undefined) return { value: lists.map((list) => showList(state, list)) };
    const { id } = recipient(state, parameters, "ManagedBy");
    const managed = lists.filter((list) => state.groups.owners(list).includes(id));
    return { value: managed.map((list) => showList(state, list)) };
  },
  "get-distributiongroupmember": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ResultSize"]);
    const members = [...state.groups.members(oneList(state, parameters))];
    return { value: members.flatMap((id) => state.people.named(id) ?? []).map(showRecipient) };
  },
  "add-distributiongroupmember": (state, parameters) => {
    const list = writableList(state, parameters, ["Member"]);
    const person = recipient(state, parameters, "Member");
    return setMember(state, person, list, true) ? { value: [] } : alreadyMember(person, list);
  },
  "remove-distributiongroupmember": (state, parameters) => {
    const list = writableList(state, parameters, ["Member"]);
    const person = recipient(state, parameters, "Member");
    return setMember(state, person, list, false) ? { value: [] } : notMember(person, list);
  },
  "set-distributiongroup": (state, parameters) => {
    const list = writableList(state, parameters, ["ManagedBy"]);
    const before = state.groups.owners(list);
    const after = changedList(before.map(String), byId(state, parameters.ManagedBy)) ?? badParameter("ManagedBy");
    if (after.length === 0) return withoutManager(list);
    for (const id of after) setOwner(state, state.people.get(id), list, true);
    for (const id of before) if (!after.includes(id)) setOwner(state, state.people.get(id), list, false);
    return { value: [] };
  },
};

const allLists = ({ groups }: TenantState): readonly Group[] => groups.all().filter(isExchangeList);

function oneList(state: TenantState, parameters: Parameters): Group {
  const identity = word(parameters, "Identity");
  if (identity === undefined || identity === "") return badParameter("Identity");
  const found = allLists(state).find(({ id, displayName }) => id === identity || displayName === identity);
  return found ?? notFound(identity);
}

/** The list that a write names, when it may be written here. The bypass says that the caller needs not manage it. */
function writableList(state: TenantState, parameters: Parameters, own: readonly string[]): Group {
  refuseOthers(state, parameters, ["Identity", "BypassSecurityGroupManagerCheck", "Confirm", ...own]);
  const list = oneList(state, parameters);
  if (list.synced) masteredOnPremises(list.displayName);
  return list;
}

/** Somebody whom Exchange knows, by object id or address. */
function recipient(state: TenantState, parameters: Parameters, name: string): Person {
  const identity = word(parameters, name);
  if (identity === undefined || identity === "") return badParameter(name);
  const person = state.people.find(identity);
  return person === undefined || person.mail === null ? notFound(identity) : person;
}

/** The names in a hash table as object ids. */
function byId(state: TenantState, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const named = (parameter: unknown) =>
    [parameter].flat().map((identity) => recipient(state, { ManagedBy: identity }, "ManagedBy").id);
  const { "@odata.type": type, add, remove, ...others }: Record<string, unknown> = { ...value };
  return {
    "@odata.type": type,
    ...others,
    ...(add !== undefined && { add: named(add) }),
    ...(remove !== undefined && { remove: named(remove) }),
  };
}

function showList(state: TenantState, group: Group): Record<string, unknown> {
  const { id, displayName, kind, synced } = group;
  return {
    Identity: displayName,
    Name: displayName,
    DisplayName: displayName,
    Guid: guidOf(`recipient/${id}`),
    ExternalDirectoryObjectId: id,
    PrimarySmtpAddress: `group-${id.slice(0, 8)}@kestrel.example`,
    GroupType: kind === "distribution" ? "Universal" : "Universal, SecurityEnabled",
    RecipientTypeDetails: kind === "distribution" ? "MailUniversalDistributionGroup" : "MailUniversalSecurityGroup",
    IsDirSynced: synced,
    // By name, as the service shows it: good for counting only.
    ManagedBy: state.groups.owners(group).flatMap((owner) => state.people.named(owner)?.displayName ?? []),
  };
}

function showRecipient({ id, displayName, mail }: Person): Record<string, unknown> {
  return {
    Identity: displayName,
    Name: displayName,
    DisplayName: displayName,
    Guid: guidOf(`recipient/${id}`),
    ExternalDirectoryObjectId: id,
    PrimarySmtpAddress: mail,
    RecipientType: "UserMailbox",
  };
}

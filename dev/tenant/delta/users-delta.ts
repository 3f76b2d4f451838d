import { conditionsIn } from "../graph/filter.ts";
import type { Condition } from "../graph/filter-parser.ts";
import { type Properties, selected } from "../graph/shape.ts";
import { userProperties, usualUserProperties } from "../graph/user-view.ts";
import { userReaders } from "../graph/users.ts";
import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type ChangedPerson, changedPeople, showChange } from "./changed-people.ts";
import { type Round, readToken, writeToken } from "./delta-token.ts";

const unsupported = ["$top", "$expand", "$orderby", "$search", "$count"];
const mostIds = 50;

interface Page {
  readonly value: readonly Record<string, unknown>[];
  /** Where the next page of the round begins; undefined: this was the last. */
  readonly next: number | undefined;
}

/** What has changed about users since a token (m365-operations 3.4). */
export function addUsersDelta(routes: Routes, state: TenantState): void {
  const properties = userProperties(state);
  routes.add("GET", "/v1.0/users/delta", userReaders, (call) => delta(state, properties, call));
}

function delta(state: TenantState, properties: Properties<Person>, call: RoutedCall): Answer {
  const { userJournal } = state;
  const token = option(call, "$deltatoken") ?? option(call, "$skiptoken");
  if (token === undefined || token === "" || token === "latest") {
    const round = firstRound(call, userJournal.next());
    // Names that do not exist are refused at once, not on some later page.
    const [anybody] = state.people.all();
    if (anybody !== undefined) showChange(state, properties, { person: anybody, changed: undefined }, round.select);
    if (token === "latest") return answer(call, { ...round, first: false }, { value: [], next: undefined });
    return answer(call, round, everybody(state, properties, call, round));
  }
  const given = readToken(call, token);
  const round: Round = given.to === undefined ? { ...given, to: userJournal.next(), start: 0, first: false } : given;
  const page = round.first ? everybody(state, properties, call, round) : news(state, properties, call, round);
  return answer(call, round, page);
}

function firstRound(call: RoutedCall, from: number): Round {
  for (const name of unsupported) {
    if (option(call, name) !== undefined) refuse(400, "Request_UnsupportedQuery", `${name} is not supported here.`);
  }
  const select = selected(call.query);
  const ids = idsIn(conditionsIn(call.query, ["id"]));
  return {
    from,
    to: from,
    start: 0,
    first: true,
    issuedAt: Date.now(),
    ...(select !== undefined && { select: [...select] }),
    ...(ids !== undefined && { ids: [...ids] }),
  };
}

function everybody(state: TenantState, properties: Properties<Person>, call: RoutedCall, round: Round): Page {
  const { ids, start, select } = round;
  const all = ids === undefined ? state.people.arrivals() : ids.map((id) => state.people.named(id));
  const end = start + pageSize(call);
  const value = all.slice(start, end).flatMap((person) => {
    if (person === undefined || person.deletedAt !== undefined) return [];
    return [showChange(state, properties, { person, changed: undefined }, select)];
  });
  return { value, next: end < all.length ? end : undefined };
}

function news(state: TenantState, properties: Properties<Person>, call: RoutedCall, round: Round): Page {
  const { from, to = from, ids, start, select } = round;
  const tracked = select ?? usualUserProperties;
  const changes = state.userJournal.since(from).slice(0, to - from);
  const all: readonly ChangedPerson[] = changedPeople(state, changes, new Set(tracked), ids);
  const minimal = /return=minimal/.test(String(call.headers.prefer ?? ""));
  const end = start + pageSize(call);
  const value = all
    .slice(start, end)
    .map((change) => showChange(state, properties, minimal ? change : { ...change, changed: undefined }, select));
  return { value, next: end < all.length ? end : undefined };
}

function answer(call: RoutedCall, round: Round, { value, next }: Page): Answer {
  const { to, ...rest } = round;
  const base = `${call.origin}/v1.0/users/delta`;
  const link =
    next === undefined
      ? { "@odata.deltaLink": `${base}?$deltatoken=${writeToken(ended(round))}` }
      : {
          "@odata.nextLink": `${base}?$skiptoken=${writeToken({ ...rest, ...(to !== undefined && { to }), start: next })}`,
        };
  return { status: 200, body: { "@odata.context": `${call.origin}/v1.0/$metadata#users`, ...link, value } };
}

/** The token that ends a round counts its seven days anew. */
function ended({ from, to = from, select, ids }: Round): Round {
  return { from: to, start: 0, first: false, issuedAt: Date.now(), ...(select && { select }), ...(ids && { ids }) };
}

function idsIn(conditions: readonly Condition[]): readonly string[] | undefined {
  if (conditions.length === 0) return undefined;
  const ids = conditions.flatMap((condition) => {
    if (condition.kind === "or") return condition.either.flatMap((parts) => idsIn(parts) ?? []);
    if (condition.kind === "compare" && condition.operator === "eq") return [String(condition.value)];
    return refuse(400, "Request_UnsupportedQuery", "Only id eq '…' is supported here.");
  });
  if (ids.length > mostIds) refuse(400, "Request_UnsupportedQuery", `At most ${mostIds} ids are supported here.`);
  return ids;
}

function pageSize({ headers }: RoutedCall): number {
  const asked = /odata\.maxpagesize=(\d+)/.exec(String(headers.prefer ?? ""))?.[1];
  return Math.min(Math.max(Number(asked ?? 100), 1), 999);
}

/** Names of query options are the same in any letter case. */
function option({ query }: RoutedCall, name: string): string | undefined {
  for (const [key, value] of query) if (key.toLowerCase() === name) return value;
  return undefined;
}

import { z } from "zod";
import { conditionsIn, matches } from "../graph/filter.ts";
import { page } from "../graph/shape.ts";
import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { addSource, createCase, createSearch } from "./changes.ts";
import type { EdiscoveryCase, EdiscoveryOperation, EdiscoverySearch } from "./evidence-book.ts";

const cases = "/v1.0/security/cases/ediscoveryCases";

const NewCase = z.object({ displayName: z.string().min(1), externalId: z.string().default("") });
const NewSearch = z.object({
  displayName: z.string().min(1),
  contentQuery: z.string().default(""),
  dataSourceScopes: z.literal("none"),
});
const NewSource = z.object({
  "@odata.type": z.string().regex(/^#?microsoft\.graph\.security\.userSource$/),
  email: z.string().includes("@"),
  includedSources: z.enum(["mailbox", "site", "mailbox,site"]),
});

/** eDiscovery cases, as far as an export by hand is prepared with them (m365-operations 7.5). */
export function addEvidence(routes: Routes, state: TenantState): void {
  state.lags.register("ediscoveryCases", state.evidence.listing);
  const readers = { resource: "graph", anyOf: ["eDiscovery.Read.All", "eDiscovery.ReadWrite.All"] } as const;
  const writers = { resource: "graph", anyOf: ["eDiscovery.ReadWrite.All"] } as const;

  routes.add("GET", cases, readers, (call) => {
    const conditions = conditionsIn(call.query, ["displayName"]);
    const found = state.evidence.listed().filter((one) => matches(conditions, one));
    return page(call, "security/cases/ediscoveryCases", found.map(showCase));
  });
  routes.add("POST", cases, writers, (call) => {
    const { displayName, externalId } = bodyOf(call, NewCase);
    return created(call, "ediscoveryCases", showCase(createCase(state, displayName, externalId)));
  });

  routes.add("GET", `${cases}/:case/searches`, readers, (call) =>
    page(call, "searches", caseAt(state, call).searches.map(showSearch)),
  );
  routes.add("POST", `${cases}/:case/searches`, writers, (call) => {
    const { displayName, contentQuery } = bodyOf(call, NewSearch);
    const made = createSearch(state, caseAt(state, call), { displayName, contentQuery });
    return created(call, "searches", showSearch(made));
  });

  const sources = `${cases}/:case/searches/:search/additionalSources`;
  routes.add("GET", sources, writers, (call) =>
    page(call, "additionalSources", searchAt(state, call).sources.map(showSource)),
  );
  routes.add("POST", sources, writers, (call) => {
    const { email, includedSources } = bodyOf(call, NewSource);
    const made = addSource(state, searchAt(state, call), { email, includedSources });
    return created(call, "additionalSources", showSource(made));
  });

  routes.add("GET", `${cases}/:case/operations`, readers, (call) => {
    const newer = call.headers.prefer === "include-unknown-enum-members";
    return page(
      call,
      "operations",
      caseAt(state, call).operations.map((operation) => showOperation(operation, newer)),
    );
  });
}

function bodyOf<T>(call: RoutedCall, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(call.body);
  return parsed.success ? parsed.data : refuse(400, "BadRequest", "The body of the request is invalid.");
}

function caseAt(state: TenantState, { params }: RoutedCall): EdiscoveryCase {
  return state.evidence.all().find(({ id }) => id === params.case) ?? refuse(404, "NotFound", "No such case.");
}

function searchAt(state: TenantState, call: RoutedCall): EdiscoverySearch {
  const { searches } = caseAt(state, call);
  return searches.find(({ id }) => id === call.params.search) ?? refuse(404, "NotFound", "No such search.");
}

function created(call: RoutedCall, collection: string, body: Record<string, unknown>): Answer {
  const context = `${call.origin}/v1.0/$metadata#security/cases/${collection}/$entity`;
  return { status: 201, body: { "@odata.context": context, ...body } };
}

const at = (epochMs: number) => new Date(epochMs).toISOString();

function showCase({ id, displayName, externalId, createdAt }: EdiscoveryCase): Record<string, unknown> {
  return { id, displayName, externalId, description: "", status: "active", createdDateTime: at(createdAt) };
}

function showSearch({ id, displayName, contentQuery, createdAt }: EdiscoverySearch): Record<string, unknown> {
  return { id, displayName, contentQuery, dataSourceScopes: "none", createdDateTime: at(createdAt) };
}

function showSource({ id, email, includedSources }: EdiscoverySearch["sources"][number]): Record<string, unknown> {
  const type = { "@odata.type": "#microsoft.graph.security.userSource" };
  return { ...type, id, displayName: email, email, includedSources, holdStatus: "notApplied" };
}

/** Kinds of operations that are newer than the version have no name, unless the caller knows them. */
function showOperation(
  { id, action, status, createdAt }: EdiscoveryOperation,
  newer: boolean,
): Record<string, unknown> {
  const known = newer || !["exportResult", "exportReport"].includes(action);
  return {
    "@odata.type": "#microsoft.graph.security.ediscoverySearchExportOperation",
    id,
    action: known ? action : "unknownFutureValue",
    status,
    percentProgress: status === "succeeded" ? 100 : 50,
    createdDateTime: at(createdAt),
    completedDateTime: status === "succeeded" ? at(createdAt) : null,
    exportFormat: "pst",
  };
}

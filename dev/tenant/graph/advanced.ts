import { refuse } from "../http/errors.ts";
import type { Call } from "../http/exchange.ts";
import { conditionsIn, someCondition } from "./filter.ts";
import type { Condition } from "./filter-parser.ts";

/** Whether the caller accepts the index behind advanced queries, which may lag (m365-operations 2.7). */
export function isEventual({ headers }: Call): boolean {
  return String(headers.consistencylevel ?? "").toLowerCase() === "eventual";
}

/** Whether a collection answers with `@odata.count`. Without the header `$count=true` is silently dropped. */
export function isCounted(call: Call): boolean {
  return isEventual(call) && call.query.get("$count") === "true";
}

/**
 * The conditions of a query for directory objects, by the service's rules: `ne`, `not`, `endsWith`, lengths, and `$filter`
 * with `$orderby` need `ConsistencyLevel: eventual` and `$count=true`; `$expand` does not go with them.
 *
 * @param alwaysAdvanced for collections whose order alone needs it
 */
export function directoryConditions(
  call: Call,
  filterable: readonly string[],
  alwaysAdvanced = false,
): readonly Condition[] {
  const conditions = conditionsIn(call.query, filterable);
  const ordered = call.query.has("$orderby") && conditions.length > 0;
  const advanced = alwaysAdvanced || ordered || call.query.has("$search") || someCondition(conditions, isAdvanced);
  if (advanced && !isCounted(call)) {
    refuse(
      400,
      "Request_UnsupportedQuery",
      "The specified query is not supported without the ConsistencyLevel header with the value 'eventual' and $count=true.",
    );
  }
  if (advanced && call.query.has("$expand")) {
    refuse(400, "Request_UnsupportedQuery", "$expand is not supported with advanced queries.");
  }
  return conditions;
}

/** The segment `/$count` is an advanced query too. */
export function requireEventual(call: Call): void {
  if (!isEventual(call)) refuse(400, "Request_BadRequest", "$count is not currently supported.");
}

function isAdvanced(condition: Condition): boolean {
  if (condition.kind === "not" || condition.kind === "count") return true;
  if (condition.kind === "function") return condition.name !== "startswith";
  return condition.kind === "compare" && condition.operator === "ne";
}

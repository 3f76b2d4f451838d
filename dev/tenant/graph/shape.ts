import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import { isCounted } from "./advanced.ts";
import { readSkipToken, skipToken } from "./skip-token.ts";

/** How to read each property of a kind of object; what is not here does not exist. */
export type Properties<T> = Readonly<Record<string, (item: T) => unknown>>;

/** The names in `$select`; undefined without one. */
export function selected(query: URLSearchParams): readonly string[] | undefined {
  const names = query
    .get("$select")
    ?.split(",")
    .map((name) => name.trim());
  return names?.filter((name) => name !== "");
}

/** The object with the asked-for properties, or the usual ones. An unknown name is refused as by the service. */
export function project<T>(
  item: T,
  properties: Properties<T>,
  typeName: string,
  names: readonly string[],
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of names) {
    const read = properties[name];
    if (read === undefined) {
      refuse(
        400,
        "BadRequest",
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${typeName}'.`,
      );
    }
    shown[name] = read(item);
  }
  return shown;
}

/** 200 with one object. */
export function entity(call: RoutedCall, context: string, body: Record<string, unknown>): Answer {
  return { status: 200, body: { "@odata.context": `${call.origin}/v1.0/$metadata#${context}`, ...body } };
}

/** 200 with one page of a collection, and a link to the next. `largestPage` bounds also what `$top` asks for. */
export function page(
  call: RoutedCall,
  context: string,
  items: readonly Record<string, unknown>[],
  largestPage = 999,
): Answer {
  return pageOf(call, context, items, (item) => item, largestPage);
}

/** Like `page`, for long collections: only what stands on the page is shown. */
export function pageOf<T>(
  call: RoutedCall,
  context: string,
  items: readonly T[],
  show: (item: T) => Record<string, unknown>,
  largestPage = 999,
): Answer {
  const size = Math.min(pageSize(call), largestPage);
  const start = readSkipToken(call);
  const body: Record<string, unknown> = { "@odata.context": `${call.origin}/v1.0/$metadata#${context}` };
  if (isCounted(call)) body["@odata.count"] = items.length;
  if (start + size < items.length) {
    body["@odata.nextLink"] = linkWith(call, { $skiptoken: skipToken(call, start + size) });
  }
  return { status: 200, body: { ...body, value: items.slice(start, start + size).map(show) } };
}

/** The address of the call with other values in its query; undefined takes a name out. */
export function linkWith(call: RoutedCall, changes: Readonly<Record<string, string | undefined>>): string {
  const query = new Map(call.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${call.origin}${call.path}${text === "" ? "" : `?${text}`}`;
}

/** ISO 8601 in UTC with whole seconds, as the directory writes times. */
export function seconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, "Z");
}

function pageSize(call: RoutedCall): number {
  const asked = Number(call.query.get("$top") ?? 100);
  if (Number.isInteger(asked) && asked >= 1 && asked <= 999) return asked;
  return refuse(400, "Request_BadRequest", `Invalid page size specified: '${call.query.get("$top")}'.`);
}

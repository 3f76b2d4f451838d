import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";

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
  const asked = Number(call.query.get("$top") ?? 100);
  if (!Number.isInteger(asked) || asked < 1 || asked > 999) {
    refuse(400, "Request_BadRequest", `Invalid page size specified: '${call.query.get("$top")}'.`);
  }
  const size = Math.min(asked, largestPage);
  const start = Number(call.query.get("$skiptoken") ?? 0);
  const body: Record<string, unknown> = { "@odata.context": `${call.origin}/v1.0/$metadata#${context}` };
  if (start + size < items.length) {
    const next = new URLSearchParams(call.query);
    next.set("$skiptoken", String(start + size));
    const query = [...next].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    body["@odata.nextLink"] = `${call.origin}${call.path}?${query}`;
  }
  return { status: 200, body: { ...body, value: items.slice(start, start + size) } };
}

/** ISO 8601 in UTC with whole seconds, as the directory writes times. */
export function seconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, "Z");
}

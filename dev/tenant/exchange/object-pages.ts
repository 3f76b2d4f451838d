import { linkWith } from "../graph/shape.ts";
import { refuse } from "../http/errors.ts";
import type { RoutedCall } from "../http/exchange.ts";

/** The most that a page has, whatever `Prefer` asks for (m365-operations 2.8). */
const largestPage = 1000;

/** One page of what a cmdlet found. The next one is asked for with the same body at the address of the link. */
export function pageOfObjects(call: RoutedCall, all: readonly object[]): Readonly<Record<string, unknown>> {
  const start = Number(call.query.get("$skiptoken") ?? 0);
  if (!Number.isInteger(start) || start < 0) return refuse(400, "BadRequest", "The token of the page is not valid.");
  const size = Math.min(askedSize(call), largestPage);
  const value = all.slice(start, start + size);
  if (start + size >= all.length) return { value };
  return { value, "@odata.nextLink": linkWith(call, { $skiptoken: String(start + size) }) };
}

function askedSize({ headers }: RoutedCall): number {
  const preference = /odata\.maxpagesize=(\d+)/.exec(String(headers.prefer ?? ""));
  return Number(preference?.[1] ?? largestPage);
}

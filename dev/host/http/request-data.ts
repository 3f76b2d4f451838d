import type { IncomingMessage } from "node:http";
import type { Nullable, TypedData } from "../protocol.ts";

/** The request's absolute address as text, from the Host header as in the real host. Clients can make it nonsense. */
export function requestUrlText(request: IncomingMessage): string {
  return `http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`;
}

/** @throws {TypeError} when `requestUrlText` is no address */
export function requestUrl(request: IncomingMessage): URL {
  return new URL(requestUrlText(request));
}

/** Headers with names in lower case, empty ones left out, and the query; what is repeated is joined with commas. */
export function requestParts(request: IncomingMessage): { headers: [string, string][]; query: [string, string][] } {
  const { searchParams } = requestUrl(request);
  const keys = [...new Set(searchParams.keys())];
  const headers = Object.entries(request.headersDistinct).map(([name, values = []]): [string, string] => [
    name,
    values.join(","),
  ]);
  return {
    headers: headers.filter(([, value]) => value !== ""),
    query: keys.map((key) => [key, searchParams.getAll(key).join(",")]),
  };
}

/** The trigger value of an HTTP function; the body's bytes untouched. */
export function requestData(
  request: IncomingMessage,
  params: Record<string, string>,
  body: Uint8Array | undefined,
): TypedData {
  const { headers, query } = requestParts(request);
  return {
    http: {
      method: request.method ?? "GET",
      url: requestUrl(request).href,
      nullableHeaders: nullable(headers),
      nullableQuery: nullable(query),
      nullableParams: nullable(Object.entries(params)),
      ...(body === undefined ? {} : { body: { bytes: body } }),
    },
  };
}

function nullable(entries: readonly (readonly [string, string])[]): Record<string, Nullable<string>> {
  return Object.fromEntries(entries.map(([key, value]) => [key, { value }]));
}

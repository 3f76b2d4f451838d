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

/**
 * The trigger value of an HTTP function: header names in lower case, repeated headers and query keys joined with commas,
 * empty headers left out, the body's bytes untouched.
 */
export function requestData(
  request: IncomingMessage,
  params: Record<string, string>,
  body: Uint8Array | undefined,
): TypedData {
  const url = requestUrl(request);
  const query = [...new Set(url.searchParams.keys())].map((key) => [key, url.searchParams.getAll(key).join(",")]);
  const headers = Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(",")]);
  return {
    http: {
      method: request.method ?? "GET",
      url: url.href,
      nullableHeaders: nullable(headers.filter(([, value]) => value !== "")),
      nullableQuery: nullable(query),
      nullableParams: nullable(Object.entries(params)),
      ...(body === undefined ? {} : { body: { bytes: body } }),
    },
  };
}

function nullable(entries: string[][]): Record<string, Nullable<string>> {
  return Object.fromEntries(entries.map(([key = "", value = ""]) => [key, { value }]));
}

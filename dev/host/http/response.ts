import type { ServerResponse } from "node:http";
import type { TypedData } from "../protocol.ts";
import { setCookieValue } from "./set-cookie.ts";

/** Writes what the function returned: nothing at all is 204. */
export function writeResult(response: ServerResponse, result: TypedData | null | undefined): void {
  const http = result?.http;
  if (http === undefined) return void response.writeHead(204).end();
  response.statusCode = Number(http.statusCode ?? 200);
  for (const [name, value] of Object.entries(http.headers ?? {})) response.setHeader(name, value);
  for (const cookie of http.cookies ?? []) response.appendHeader("set-cookie", setCookieValue(cookie));
  response.end(http.body?.bytes);
}

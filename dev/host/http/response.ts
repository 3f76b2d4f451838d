import type { ServerResponse } from "node:http";
import type { OutputBinding } from "../outputs/output-binding.ts";
import type { HttpData, InvocationResponse } from "../protocol.ts";
import { setCookieValue } from "./set-cookie.ts";

/** Writes what the function gave to its HTTP output, `$return` or another: nothing at all is 204. */
export function writeResult(
  response: ServerResponse,
  outputs: readonly OutputBinding[],
  result: InvocationResponse,
): void {
  const http = httpOf(outputs, result);
  if (http === undefined) return void response.writeHead(204).end();
  response.statusCode = Number(http.statusCode ?? 200);
  for (const [name, value] of Object.entries(http.headers ?? {})) response.setHeader(name, value);
  for (const cookie of http.cookies ?? []) response.appendHeader("set-cookie", setCookieValue(cookie));
  response.end(http.body?.bytes);
}

function httpOf(
  outputs: readonly OutputBinding[],
  { returnValue, outputData }: InvocationResponse,
): HttpData | undefined {
  const name = outputs.find(({ type }) => type === "http")?.name;
  if (name === undefined || name === "$return") return returnValue?.http;
  return outputData.find((each) => each.name === name)?.data.http;
}

import type { IncomingMessage } from "node:http";
import type { HttpFunction } from "../functions.ts";
import { requestUrl } from "./request-data.ts";

export interface Keys {
  readonly hostKey: string;
  readonly masterKey?: string | undefined;
  readonly functionKeys?: Readonly<Record<string, string>> | undefined;
}

/** Whether the request may call the function: its own key, the host's, or the master's; `admin` takes the master's alone. */
export function mayCall(request: IncomingMessage, { name, authLevel }: HttpFunction, keys: Keys): boolean {
  if (authLevel === "anonymous" || isMaster(request, keys)) return true;
  if (authLevel === "admin") return false;
  const own = Object.entries(keys.functionKeys ?? {}).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
  const given = keyOf(request);
  return given !== undefined && (given === keys.hostKey || given === own);
}

export function isMaster(request: IncomingMessage, { masterKey }: Keys): boolean {
  return masterKey !== undefined && keyOf(request) === masterKey;
}

/** Header before query: a wrong header is not made good by a right `code`. */
function keyOf(request: IncomingMessage): string | undefined {
  const header = request.headers["x-functions-key"];
  if (typeof header === "string") return header;
  return requestUrl(request).searchParams.get("code") ?? undefined;
}

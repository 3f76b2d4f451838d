import { z } from "zod";
import { refuse } from "../http/errors.ts";
import type { RoutedCall } from "../http/exchange.ts";

const Content = z.tuple([z.int().nonnegative(), z.string()]);

/** Where the next page begins, for nobody else to read. Good for the collection that it was made for. */
export function skipToken(call: RoutedCall, start: number): string {
  return Buffer.from(JSON.stringify([start, call.path])).toString("base64url");
}

/** Where the page begins that the call asks for. */
export function readSkipToken(call: RoutedCall): number {
  const text = call.query.get("$skiptoken");
  if (text === null) return 0;
  const content = Content.safeParse(decode(text));
  if (content.success && content.data[1] === call.path) return content.data[0];
  return refuse(400, "Request_BadRequest", "The skip token is invalid: restart the listing from its first page.");
}

/** JSON in base64url; undefined for anything else. */
export function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return undefined;
  }
}

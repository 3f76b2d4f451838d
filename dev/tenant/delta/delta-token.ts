import { z } from "zod";
import { decode } from "../graph/skip-token.ts";
import { graphError, refuse } from "../http/errors.ts";
import { type Call, Refusal } from "../http/exchange.ts";

/** How long a delta token of the directory is good for. Milliseconds. */
export const tokenLifeMs = 7 * 86_400_000;

const Round = z.object({
  /** The journal's number from which on changes are new. */
  from: z.number(),
  /** Where this round ends; a later round begins there. Undefined in a token that ends a round. */
  to: z.number().optional(),
  /** Place of the next page: among everybody in the first round, among the changed ones later. */
  start: z.number(),
  first: z.boolean(),
  issuedAt: z.number(),
  select: z.array(z.string()).optional(),
  /** Object ids in `$filter`. */
  ids: z.array(z.string()).optional(),
});
/** How far a caller has come: what the opaque tokens in the links hold. */
export type Round = z.infer<typeof Round>;

export function writeToken(round: Round): string {
  return Buffer.from(JSON.stringify(round)).toString("base64url");
}

/** @throws {Refusal} 410 for one that is too old, with the address to start afresh; 400 for one that is none */
export function readToken(call: Call, token: string): Round {
  const round = Round.safeParse(decode(token));
  if (!round.success) return refuse(400, "Request_BadRequest", "Badly formed token.");
  if (Date.now() - round.data.issuedAt < tokenLifeMs) return round.data;
  const { select, ids } = round.data;
  const query = [
    ...(select === undefined ? [] : [`$select=${select.join(",")}`]),
    ...(ids === undefined ? [] : [`$filter=${encodeURIComponent(ids.map((id) => `id eq '${id}'`).join(" or "))}`]),
  ].join("&");
  const location = `${call.origin}${call.path}${query === "" ? "" : `?${query}`}`;
  const message = "The sync state generation is not found: the token has expired. Start a full synchronization.";
  throw new Refusal(graphError(410, "syncStateNotFound", message, { location }));
}

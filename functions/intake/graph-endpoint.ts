import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import type { Instant } from "../../shared/domain/ids.ts";
import type { Clock } from "../../shared/domain/ports/clock.ts";
import type { SubscriptionStore } from "../../shared/domain/ports/subscriptions.ts";
import { directorySource } from "../../shared/domain/read-changes.ts";
import { problem } from "../problem.ts";
import { type Doubt, type Item, sentByGraph } from "./graph-senders.ts";
import { parseJson } from "./parse-json.ts";
import { readBody } from "./read-body.ts";
import { mayBeJson, Refusal } from "./refusal.ts";
import { announceRows, type Part, type StoreDeps, type Stored, storeParts } from "./store-events.ts";
import { within } from "./within.ts";

export interface GraphEndpointDeps extends StoreDeps {
  readonly subscriptionStore: Pick<SubscriptionStore, "read">;
  /** Object id of the directory, in small letters. */
  readonly tenantId: string;
  readonly clock: Clock;
  readonly limits?: GraphAnswerLimits;
}

/**
 * How long the answer may take, in milliseconds of real time. Graph holds back what it has for endpoints that are often slow,
 * and throws it away when they stay so: every answer should be there within a second (section 5.3).
 */
export interface GraphAnswerLimits {
  /** From the request to the stored rows; later Graph is asked to come again. */
  readonly storeMs: number;
  /** For the messages that wake the next function: until so long after the request. */
  readonly sendMs: number;
}

const Body = z.object({ value: z.array(z.unknown()) });
/** Longer ones are none of Graph's (RULE 10). */
const mostTokenLength = 2_048;
/** More than so many at once share rows, so that storing them stays fast. */
const mostRows = 40;

/** What an item tells, as a part of the inbox; undefined: it tells nothing that is used. */
export type PartOf = (item: Item, receivedAt: Instant) => Part | undefined;

/**
 * Handler of an address that Graph calls: answers the handshake, drops what Graph did not send for our subscription, stores
 * the rest, answers 202. Nothing is read at Graph before the answer, or ever because of an item that was dropped. It never
 * throws.
 */
export function graphEndpoint(
  partOf: PartOf,
  deps: GraphEndpointDeps,
): (request: HttpRequest) => Promise<HttpResponseInit> {
  const limits = deps.limits ?? { storeMs: 2_500, sendMs: 700 };
  return async (request) => {
    const startedAt = performance.now();
    const leftOf = (ms: number) => ms - (performance.now() - startedAt);
    try {
      if (request.method !== "POST") throw new Refusal(405, "method");
      const token = request.query.get("validationToken");
      if (token !== null) return handshake(token);
      const rows = await within(leftOf(limits.storeMs), take(request, partOf, deps));
      await announceRows(rows, leftOf(limits.sendMs), { event: "graph-notifications-wait-for-sweep" }, deps);
      return { status: 202 };
    } catch (error) {
      return refuse(error, deps);
    }
  };
}

/** The token as text and nothing else. It comes from anybody: it is never to be taken for a page (RULE 10). */
function handshake(token: string): HttpResponseInit {
  if (token === "" || token.length > mostTokenLength) throw new Refusal(400, "validation-token");
  return {
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
    // Graph's own tokens hold neither, so that only a hostile one is changed.
    body: token.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  };
}

async function take(request: HttpRequest, partOf: PartOf, deps: GraphEndpointDeps): Promise<readonly Stored[]> {
  if (!mayBeJson(request.headers.get("content-type"))) throw new Refusal(400, "content-type");
  const body = await readBody(request);
  if (body === "too-large") throw new Refusal(413, "too-large");
  const json = parseJson(body);
  if (json === undefined) throw new Refusal(400, "not-json");
  const items = Body.safeParse(json).data?.value;
  if (items === undefined) throw new Refusal(400, "malformed");
  const receivedAt = deps.clock.now();
  const parts = await genuineParts(items, receivedAt, partOf, deps);
  return await storeParts(directorySource, together(parts), receivedAt, deps);
}

/** One POST may mix several subscriptions, so that every item is judged alone. */
async function genuineParts(
  items: readonly unknown[],
  receivedAt: Instant,
  partOf: PartOf,
  { subscriptionStore, tenantId, log }: GraphEndpointDeps,
): Promise<readonly Part[]> {
  const { state } = await subscriptionStore.read();
  const parts = new Map<string, Part>();
  const doubts = new Map<Doubt, number>();
  for (const one of items) {
    const item = sentByGraph(one, state, tenantId);
    const part = typeof item === "string" ? undefined : partOf(item, receivedAt);
    if (part !== undefined) parts.set(part.key, part);
    else {
      const doubt = typeof item === "string" ? item : "malformed";
      doubts.set(doubt, (doubts.get(doubt) ?? 0) + 1);
    }
  }
  for (const [because, count] of doubts) {
    log({ event: "graph-notification-dropped", security: true, because, items: count });
  }
  return [...parts.values()];
}

function together(parts: readonly Part[]): readonly Part[] {
  const perRow = Math.ceil(parts.length / mostRows);
  if (perRow <= 1) return parts;
  return Array.from({ length: Math.ceil(parts.length / perRow) }, (_, index) => {
    const own = parts.slice(index * perRow, (index + 1) * perRow);
    return { key: own.map(({ key }) => key).join("|"), events: own.flatMap(({ events }) => events) };
  });
}

function refuse(error: unknown, { log }: GraphEndpointDeps): HttpResponseInit {
  if (!(error instanceof Refusal)) {
    // Anything unforeseen counts as our failure: Graph comes again for four hours, and then delta queries find it.
    log({ event: "graph-notifications-not-stored", error: error instanceof Error ? error.name : "unknown" });
    return problem(503, { headers: { "retry-after": "60" } });
  }
  log({ event: "graph-notifications-refused", security: true, status: error.status, because: error.because });
  return problem(error.status, { headers: error.status === 405 ? { allow: "POST" } : {} });
}

import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import type { Instant, SourceName } from "../../shared/domain/ids.ts";
import type { Bus } from "../../shared/domain/ports/bus.ts";
import type { Clock } from "../../shared/domain/ports/clock.ts";
import type { SourceProgresses } from "../../shared/domain/ports/hr-ends.ts";
import type { Inbox } from "../../shared/domain/ports/inbox.ts";
import type { Log } from "../../shared/domain/ports/log.ts";
import {
  MalformedDeliveryError,
  type SchemeEvent,
  type WebhookScheme,
} from "../../shared/domain/ports/webhook-scheme.ts";
import { problem } from "../problem.ts";
import { acceptDelivery, type Delivery } from "./accept-delivery.ts";
import { Doubts } from "./doubts.ts";
import { parseJson } from "./parse-json.ts";
import { readBody } from "./read-body.ts";
import { mayBeJson, Refusal } from "./refusal.ts";
import { within } from "./within.ts";

/** One HR system that may call `hris/{name}`. Any of the secrets may sign. */
export interface HrWebhookSource {
  readonly name: SourceName;
  /** Undefined: this source does not call, and its address answers like an unknown one. */
  readonly scheme: WebhookScheme | undefined;
  readonly secrets: readonly string[];
}

/** A source that calls. */
type CallingSource = HrWebhookSource & { readonly scheme: WebhookScheme };

/** How long the answer may take, in milliseconds of real time. The strictest sender waits 3 s (section 1). */
export interface AnswerLimits {
  /** From the request to the stored row; later the sender is asked to come again. */
  readonly storeMs: number;
  /** For the message that wakes the next function. The sweep sends it later when this was too short. */
  readonly sendMs: number;
  /** For everything. */
  readonly totalMs: number;
}

export interface HrisWebhookDeps {
  readonly sources: readonly HrWebhookSource[];
  readonly inbox: Inbox;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  /** Where a reading of the source is asked for, when a refused notice may have been a true one; undefined: nowhere. */
  readonly progress?: Pick<SourceProgresses, "askSoon">;
  readonly limits?: AnswerLimits;
}

/**
 * Handler of `hris/{source}` for every method: verifies the raw bytes, stores one delivery, answers (RULE 1, RULE 2).
 * 202 means stored, now or before. It never throws.
 */
export function hrisWebhook(deps: HrisWebhookDeps): (request: HttpRequest) => Promise<HttpResponseInit> {
  const sources = new Map<string | undefined, CallingSource>(
    deps.sources.flatMap((source) => (calls(source) ? [[source.name, source]] : [])),
  );
  const doubts = new Doubts(deps);
  const limits = deps.limits ?? { storeMs: 2_500, sendMs: 1_000, totalMs: 2_800 };

  return async (request) => {
    const startedAt = performance.now();
    const leftOf = (ms: number) => ms - (performance.now() - startedAt);
    const source = sources.get(request.params.source);
    try {
      if (source === undefined) throw new Refusal(404, "unknown-source");
      const receivedAt = deps.clock.now();
      const delivery = await within(leftOf(limits.storeMs), readDelivery(request, source, receivedAt));
      if (delivery === "ping") return { status: 200 };
      doubts.cleared(source.name);
      const announce = await within(leftOf(limits.storeMs), acceptDelivery(delivery, deps));
      await announce(Math.min(limits.sendMs, leftOf(limits.totalMs)));
      return { status: 202 };
    } catch (error) {
      if (error instanceof Refusal && source !== undefined) {
        await doubts.about(source.name, error.because, Math.min(limits.sendMs, leftOf(limits.totalMs)));
      }
      return refuse(error, source?.name, deps.log);
    }
  };
}

function calls(source: HrWebhookSource): source is CallingSource {
  return source.scheme !== undefined;
}

async function readDelivery(
  request: HttpRequest,
  source: CallingSource,
  receivedAt: Instant,
): Promise<Delivery | "ping"> {
  if (request.method !== "POST") throw new Refusal(405, "method");
  const isJson = mayBeJson(request.headers.get("content-type"));
  if (!isJson && source.scheme.isPing === undefined) throw new Refusal(400, "content-type");

  const body = await readBody(request);
  if (body === "too-large") throw new Refusal(413, "too-large");
  if (source.scheme.isPing?.(body) === true) return "ping";
  if (!isJson) throw new Refusal(400, "content-type");

  const sender = source.scheme.authenticate(request.headers, body, source.secrets, receivedAt);
  if (!sender.ok) throw new Refusal(401, sender.because);

  const json = parseJson(body);
  if (json === undefined) throw new Refusal(400, "not-json");
  return { source: source.name, key: sender.deliveryKey, events: eventsOf(source.scheme, json), receivedAt };
}

function eventsOf(scheme: WebhookScheme, json: unknown): readonly SchemeEvent[] {
  try {
    return scheme.events(json);
  } catch (error) {
    if (error instanceof MalformedDeliveryError) throw new Refusal(400, "malformed");
    throw error;
  }
}

function refuse(error: unknown, source: SourceName | undefined, log: Log): HttpResponseInit {
  if (!(error instanceof Refusal)) {
    // Anything unforeseen counts as our failure: senders retry a 5xx, and a 4xx would lose the notice for good.
    log({ event: "hr-delivery-not-stored", source, error: error instanceof Error ? error.name : "unknown" });
    return problem(503, { headers: { "retry-after": "60" } });
  }
  log({ event: "hr-delivery-refused", security: true, source, status: error.status, because: error.because });
  return problem(error.status, { headers: error.status === 405 ? { allow: "POST" } : {} });
}

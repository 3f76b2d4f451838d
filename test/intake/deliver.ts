import { HttpRequest } from "@azure/functions";
import { type AnswerLimits, hrisWebhook } from "../../functions/intake/hris.ts";
import { bambooHrWebhook } from "../../shared/adapters/hris/bamboohr-webhook.ts";
import { standardWebhooks } from "../../shared/adapters/hris/standard-webhooks.ts";
import { instant, SourceName } from "../../shared/domain/ids.ts";
import type { WebhookScheme } from "../../shared/domain/ports/webhook-scheme.ts";
import { bambooSecret, standardBody, standardHeaders, standardSecret, VECTOR_TIME } from "../adapters/hris/signed.ts";
import { MemoryBus } from "../fakes/memory-bus.ts";
import { MemoryInbox } from "../fakes/memory-inbox.ts";

export interface Sent {
  readonly source?: string;
  readonly method?: string;
  readonly body?: string | Uint8Array;
  /** Without them the body is signed as the generic sender signs it. */
  readonly headers?: Record<string, string>;
  readonly id?: string;
  readonly contentType?: string | undefined;
}

interface Wishes {
  readonly limits?: AnswerLimits;
  readonly scheme?: WebhookScheme;
}

/** The intake with two sources, and everything around it in memory. */
export function anIntake({ limits, scheme = standardWebhooks }: Wishes = {}) {
  const inbox = new MemoryInbox();
  const bus = new MemoryBus();
  const logged: Record<string, unknown>[] = [];
  const time = { epochMs: VECTOR_TIME * 1000 };
  const handler = hrisWebhook({
    sources: [
      { name: SourceName.parse("generic"), scheme, secrets: [standardSecret] },
      { name: SourceName.parse("bamboohr"), scheme: bambooHrWebhook, secrets: [bambooSecret] },
    ],
    inbox,
    bus,
    clock: { now: () => instant(time.epochMs) },
    log: (entry) => logged.push(entry),
    ...(limits && { limits }),
  });
  return { inbox, bus, logged, time, handler, send: (sent: Sent = {}) => handler(requestOf(sent)) };
}

/** A request as the host hands it over: the real class, bytes as body, route parameters beside it. */
export function requestOf({
  source = "generic",
  method = "POST",
  body = standardBody,
  headers,
  id,
  contentType,
}: Sent) {
  return new HttpRequest({
    method,
    url: `https://leaver.example/api/hris/${source}`,
    params: { source },
    headers: {
      "content-type": contentType ?? "application/json",
      ...(headers ?? standardHeaders(body, id === undefined ? {} : { id })),
    },
    body: { bytes: Buffer.from(body) },
  });
}

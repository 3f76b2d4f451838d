import type { WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { bambooHrWebhook, bambooHrWebhookWithOldTimes } from "./bamboohr-webhook.ts";
import { deelWebhook } from "./deel-webhook.ts";
import { entraCallout } from "./entra-callout.ts";
import { finchWebhook } from "./finch-webhook.ts";
import { hibobWebhook } from "./hibob-webhook.ts";
import { mergeWebhook } from "./merge-webhook.ts";
import { personioWebhook } from "./personio-webhook.ts";
import { standardWebhooks } from "./standard-webhooks.ts";

/** Every way of signing that Leaver accepts, by the name that settings use. */
export const webhookSchemes = {
  bamboohr: bambooHrWebhook,
  deel: deelWebhook,
  "entra-lifecycle": entraCallout,
  finch: finchWebhook,
  hibob: hibobWebhook,
  merge: mergeWebhook,
  personio: personioWebhook("authorization"),
  "standard-webhooks": standardWebhooks,
} as const satisfies Readonly<Record<string, WebhookScheme>>;

/** What a customer may set about a scheme. */
export interface SchemeOptions {
  /** BambooHR: repetitions keep the time of the first attempt. */
  readonly oldTimes?: boolean | undefined;
  /** Personio: the header that carries the token. */
  readonly tokenHeader?: string | undefined;
}

/** The scheme as the customer set it. */
export function schemeOf(name: keyof typeof webhookSchemes, { oldTimes, tokenHeader }: SchemeOptions): WebhookScheme {
  if (name === "bamboohr" && oldTimes === true) return bambooHrWebhookWithOldTimes;
  if (name === "personio" && tokenHeader !== undefined) return personioWebhook(tokenHeader);
  return webhookSchemes[name];
}

import { bambooHrWebhook } from "./bamboohr-webhook.ts";
import { standardWebhooks } from "./standard-webhooks.ts";

/** Every way of signing that Leaver accepts, by the name that settings use. */
export const webhookSchemes = {
  bamboohr: bambooHrWebhook,
  "standard-webhooks": standardWebhooks,
} as const;

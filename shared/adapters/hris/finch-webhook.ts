import { z } from "zod";
import { MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { authenticateMessage } from "./signed-message.ts";

const Body = z.object({ event_type: z.string().max(200), data: z.unknown() });
const About = z.object({ individual_id: z.uuid().toLowerCase() });

const names = { id: "finch-event-id", timestamp: "finch-timestamp", signature: "finch-signature" } as const;
const used = /^(directory|employment|individual)\.(created|updated|deleted)$/;

/**
 * Webhooks of Finch: the scheme of Standard Webhooks under other header names, with a secret of plain base64. The body says
 * who changed, and the employment says what.
 *
 * @see https://developer.tryfinch.com/developer-resources/Webhooks
 */
export const finchWebhook: WebhookScheme = {
  authenticate: (headers, body, secrets, now) => authenticateMessage(names, headers, body, secrets.map(keyOf), now),

  events(json) {
    const body = Body.safeParse(json);
    if (!body.success) throw new MalformedDeliveryError("The body has no event_type");
    if (!used.test(body.data.event_type)) return [{ kind: "unknown" }];
    const about = About.safeParse(body.data.data);
    if (!about.success) throw new MalformedDeliveryError("data.individual_id is not an id");
    return [{ kind: "employee.changed", employeeRef: about.data.individual_id }];
  },

  secretProblem(secret) {
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(secret)) return "is not base64";
    return keyOf(secret).length < 16 ? "holds less than 16 bytes" : undefined;
  },
};

function keyOf(secret: string): Buffer {
  return Buffer.from(secret, "base64");
}

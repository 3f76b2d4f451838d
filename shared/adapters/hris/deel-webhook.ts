import { z } from "zod";
import { MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { bodyHash } from "./body-hash.ts";
import { anyMacMatches, hmacSha256 } from "./mac.ts";
import { sharedSecretProblem } from "./shared-secret.ts";
import { SourceId } from "./source-id.ts";

const Body = z.object({
  data: z.object({ meta: z.object({ event_type: z.string().max(200) }), resource: z.unknown() }),
});
const Resource = z.array(z.object({ id: SourceId }));

/**
 * Webhooks of Deel: something about a contract changed, and the contract says what. The time is inside the signed body and
 * is the event's, which repetitions keep: it is no replay window.
 *
 * @see https://developer.deel.com/docs/webhooks-get-started
 */
export const deelWebhook: WebhookScheme = {
  authenticate(headers, body, secrets) {
    const signature = headers.get("x-deel-signature") ?? "";
    const given = /^[0-9a-f]{64}$/i.test(signature) ? [Buffer.from(signature, "hex")] : [];
    const expected = secrets.map((secret) => hmacSha256(secret, "POST", body));
    if (!anyMacMatches(given, expected)) return { ok: false, because: "signature" };
    return { ok: true, deliveryKey: bodyHash(body) };
  },

  events(json) {
    const body = Body.safeParse(json);
    if (!body.success) throw new MalformedDeliveryError("data.meta.event_type is missing");
    const { meta, resource } = body.data.data;
    if (!meta.event_type.startsWith("contract.")) return [{ kind: "unknown" }];
    const contracts = Resource.safeParse(resource);
    if (!contracts.success) throw new MalformedDeliveryError("data.resource holds something without an id");
    const refs = new Set(contracts.data.map(({ id }) => id));
    return [...refs].map((employeeRef) => ({ kind: "employee.changed", employeeRef }));
  },

  secretProblem: sharedSecretProblem,
};

import { z } from "zod";
import { MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { anyMacMatches, hmacSha256 } from "./mac.ts";
import { sharedSecretProblem } from "./shared-secret.ts";

const Body = z.object({ hook: z.object({ event: z.string().max(200) }), data: z.unknown() });
const Employee = z.object({ id: z.uuid().toLowerCase() });

/**
 * Webhooks of Merge about employees. `hook.id` names the hook and not the event, so the signature is the delivery's id, as
 * the vendor advises. A body without an employee (a finished synchronisation, say) is counted: reconciliation reads who changed.
 *
 * @see https://help.merge.dev/en/articles/5389662
 */
export const mergeWebhook: WebhookScheme = {
  authenticate(headers, body, secrets) {
    // Padded or not: sources disagree about it.
    const signature = (headers.get("x-merge-webhook-signature") ?? "").replace(/=$/, "");
    const given = /^[A-Za-z0-9_-]{43}$/.test(signature) ? [Buffer.from(signature, "base64url")] : [];
    const expected = secrets.map((secret) => hmacSha256(secret, body));
    if (!anyMacMatches(given, expected)) return { ok: false, because: "signature" };
    // Written anew: the last of the 43 characters has two spare bits, and one delivery must not have four names.
    return { ok: true, deliveryKey: given[0]?.toString("base64url") ?? "" };
  },

  events(json) {
    const body = Body.safeParse(json);
    if (!body.success) throw new MalformedDeliveryError("hook.event is missing");
    const employee = Employee.safeParse(body.data.data);
    if (!/^employee\./i.test(body.data.hook.event) || !employee.success) return [{ kind: "unknown" }];
    return [{ kind: "employee.changed", employeeRef: employee.data.id }];
  },

  secretProblem: sharedSecretProblem,
};

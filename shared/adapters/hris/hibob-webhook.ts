import { z } from "zod";
import type { HrEventKind } from "../../domain/ports/hr-records.ts";
import { MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { bodyHash } from "./body-hash.ts";
import { anyMacMatches, hmacSha512 } from "./mac.ts";
import { sharedSecretProblem } from "./shared-secret.ts";
import { SourceId } from "./source-id.ts";

const Body = z.object({ type: z.string().max(200), data: z.unknown().optional() });
const About = z.object({ employeeId: SourceId });
const LifecycleEntry = z.object({ tableId: z.string() });

const kinds = new Map<string, Exclude<HrEventKind, "unknown">>([
  ["employee.left", "termination.effective"],
  ["employee.inactivated", "termination.effective"],
  ["employee.access.revoked.immediately", "access.revoke-now"],
  ["employee.deleted", "employee.changed"],
  // The only notice of an end that lies in the future; for the table `lifecycle` alone.
  ["table.entry.created", "termination.recorded"],
  ["table.entry.updated", "termination.changed"],
]);

/** The set-up ping: bare text, and the JSON that is tried when the text was refused. */
const ping = /^\s*(Ping test|\{\s*"text"\s*:\s*"Ping test"\s*\})\s*$/;

/**
 * Webhooks of HiBob, version 2. There is neither a delivery id nor a signed time: a repetition is known by its body.
 *
 * @see https://apidocs.hibob.com/docs/working-with-webhooks
 */
export const hibobWebhook: WebhookScheme = {
  authenticate(headers, body, secrets) {
    const signature = headers.get("bob-signature") ?? "";
    const given = /^[A-Za-z0-9+/]{86}==$/.test(signature) ? [Buffer.from(signature, "base64")] : [];
    const expected = secrets.map((secret) => hmacSha512(secret, body));
    if (!anyMacMatches(given, expected)) return { ok: false, because: "signature" };
    return { ok: true, deliveryKey: bodyHash(body) };
  },

  events(json) {
    const body = Body.safeParse(json);
    if (!body.success) throw new MalformedDeliveryError("The body has no type");
    const { type, data } = body.data;
    const kind = kinds.get(type);
    if (kind === undefined) return [{ kind: "unknown" }];
    if (type.startsWith("table.") && LifecycleEntry.safeParse(data).data?.tableId !== "lifecycle") {
      return [{ kind: "unknown" }];
    }
    const about = About.safeParse(data);
    if (!about.success) throw new MalformedDeliveryError("data.employeeId is not an id");
    return [{ kind, employeeRef: about.data.employeeId }];
  },

  isPing(body) {
    return body.byteLength <= 64 && ping.test(Buffer.from(body).toString("utf8"));
  },

  secretProblem: sharedSecretProblem,
};

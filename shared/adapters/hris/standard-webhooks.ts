import { z } from "zod";
import type { HrEventKind } from "../../domain/ports/hr-records.ts";
import { type HeaderReader, MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { anyMacMatches, hmacSha256 } from "./mac.ts";
import { isInWindow } from "./time-window.ts";

/** The event types that Leaver understands; every other type is acknowledged and not used (RULE 8). */
const kinds = new Map<string, Exclude<HrEventKind, "unknown">>([
  ["employee.terminated", "termination.recorded"],
  ["employee.changed", "employee.changed"],
  ["termination.recorded", "termination.recorded"],
  ["termination.changed", "termination.changed"],
  ["termination.cancelled", "termination.cancelled"],
  ["termination.effective", "termination.effective"],
  ["access.revoke-now", "access.revoke-now"],
  ["employment.restarted", "employment.restarted"],
]);

const Body = z.object({ type: z.string().max(200) });
const EmployeeBody = z.object({
  data: z.object({
    // Ids of real systems; control characters have no place in them.
    employeeId: z.union([z.string().regex(/^[^\p{C}]{1,128}$/u), z.int().nonnegative().transform(String)]),
  }),
});

const Secret = /^whsec_[A-Za-z0-9+/]+={0,2}$/;

/**
 * Standard Webhooks 1.0.0, signature version `v1`: what Leaver's own generic intake speaks (RULE 7).
 * Verified here and not by the reference library, which signs text instead of the received bytes (section 2).
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardWebhooks: WebhookScheme = {
  authenticate(headers, body, secrets, now) {
    const signed = signedHeaders(headers);
    if (signed === undefined) return { ok: false, because: "signature" };

    const expected = secrets.map((secret) => hmacSha256(keyOf(secret), `${signed.id}.${signed.timestamp}.`, body));
    if (!anyMacMatches(signed.macs, expected)) return { ok: false, because: "signature" };

    if (!isInWindow(Number(signed.timestamp) * 1000, now)) return { ok: false, because: "window" };
    return { ok: true, deliveryKey: signed.id };
  },

  events(json) {
    const body = Body.safeParse(json);
    if (!body.success) throw new MalformedDeliveryError("The body has no type");
    const kind = kinds.get(body.data.type);
    if (kind === undefined) return [{ kind: "unknown" }];

    const about = EmployeeBody.safeParse(json);
    if (!about.success) throw new MalformedDeliveryError("data.employeeId is not an id");
    return [{ kind, employeeRef: about.data.data.employeeId }];
  },

  secretProblem(secret) {
    if (!Secret.test(secret)) return "is not whsec_ followed by base64";
    const { length } = keyOf(secret);
    return length < 24 || length > 64 ? "does not hold 24 to 64 bytes" : undefined;
  },
};

/** The three headers in their exact form; undefined when one is missing or has another form. */
function signedHeaders(headers: HeaderReader) {
  const id = headers.get("webhook-id") ?? "";
  const timestamp = headers.get("webhook-timestamp") ?? "";
  // A full stop in the id would let bytes wander between id and timestamp under the same MAC.
  if (!/^[\x21-\x2d\x2f-\x7e]{1,256}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;

  const macs = (headers.get("webhook-signature") ?? "")
    .split(" ")
    .filter((entry) => /^v1,[A-Za-z0-9+/]{43}=$/.test(entry))
    .map((entry) => Buffer.from(entry.slice("v1,".length), "base64"));
  return { id, timestamp, macs };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice("whsec_".length), "base64");
}

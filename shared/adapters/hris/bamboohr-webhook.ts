import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { BambooHrId } from "./bamboohr-id.ts";
import { bodyHash } from "./body-hash.ts";
import { anyMacMatches, hmacSha256 } from "./mac.ts";
import { sharedSecretProblem } from "./shared-secret.ts";
import { isInWindow } from "./time-window.ts";

const EmployeeId = z.union([BambooHrId, z.int().transform(String).pipe(BambooHrId)]);

/** The current form: one employee, names of changed fields, no values. */
const EventBody = z.object({ type: z.string().max(200), data: z.unknown().optional() });
const EventData = z.object({ employeeId: EmployeeId });
/** The older form: many employees, with values that Leaver does not read (RULE 3). */
const FieldBody = z.object({ employees: z.array(z.object({ id: EmployeeId })) });

const used = new Set(["employee.created", "employee.updated", "employee.deleted"]);

/** Longest time between a delivery and its last repetition: 5, 10, 20, 40 and 80 minutes, rounded up to 3 hours. */
const RETRY_CHAIN_MS = 3 * 3_600_000;

/**
 * BambooHR webhooks in both forms, sent as JSON. Every one says only that a record changed: what changed is read
 * from the record.
 *
 * @see https://documentation.bamboohr.com/docs/webhooks
 * @see https://documentation.bamboohr.com/docs/event-based-webhooks
 */
export const bambooHrWebhook = schemeWithWindow();

/**
 * The same for accounts where repetitions were seen to keep the time of the first attempt: times up to 3 hours old are taken,
 * so that a repetition is not lost. The vendor does not say which it is.
 */
export const bambooHrWebhookWithOldTimes = schemeWithWindow(RETRY_CHAIN_MS);

function schemeWithWindow(toleranceMs?: number): WebhookScheme {
  return {
    authenticate(headers, body, secrets, now) {
      const timestamp = headers.get("x-bamboohr-timestamp") ?? "";
      const signature = headers.get("x-bamboohr-signature") ?? "";
      // The header text goes into the MAC as it came: two notations of the time are in use.
      const expected = secrets.map((secret) => hmacSha256(secret, body, timestamp));
      const given = /^[0-9a-f]{64}$/i.test(signature) ? [Buffer.from(signature, "hex")] : [];
      if (!anyMacMatches(given, expected)) return { ok: false, because: "signature" };

      const signedAtMs = readTime(timestamp);
      if (signedAtMs === undefined || !isInWindow(signedAtMs, now, toleranceMs))
        return { ok: false, because: "window" };
      // No delivery id, and the headers may change on a retry; the body carries the event's time (RULE 4).
      return { ok: true, deliveryKey: bodyHash(body) };
    },

    events(json) {
      const fieldBased = FieldBody.safeParse(json);
      if (fieldBased.success) {
        const refs = new Set(fieldBased.data.employees.map((employee) => employee.id));
        return [...refs].map((employeeRef) => ({ kind: "employee.changed", employeeRef }));
      }

      const eventBased = EventBody.safeParse(json);
      if (!eventBased.success) throw new MalformedDeliveryError("The body is neither event-based nor field-based");
      if (!used.has(eventBased.data.type)) return [{ kind: "unknown" }];
      const about = EventData.safeParse(eventBased.data.data);
      if (!about.success) throw new MalformedDeliveryError("data.employeeId is not an id");
      return [{ kind: "employee.changed", employeeRef: about.data.employeeId }];
    },

    secretProblem: sharedSecretProblem,
  };
}

/** Epoch milliseconds of Unix seconds or of an ISO time with an offset; anything else leaves the time unknown. */
function readTime(text: string): number | undefined {
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

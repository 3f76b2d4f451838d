import { z } from "zod";
import type { Instant } from "../../domain/ids.ts";
import type { HrEventKind } from "../../domain/ports/hr-records.ts";
import {
  type Authentication,
  type HeaderReader,
  MalformedDeliveryError,
  type WebhookScheme,
} from "../../domain/ports/webhook-scheme.ts";
import { authenticateMessage } from "./signed-message.ts";
import { SourceId } from "./source-id.ts";

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
const EmployeeBody = z.object({ data: z.object({ employeeId: SourceId }) });

const names = { id: "webhook-id", timestamp: "webhook-timestamp", signature: "webhook-signature" } as const;

const Secret = /^whsec_[A-Za-z0-9+/]+={0,2}$/;

/**
 * Standard Webhooks 1.0.0, signature version `v1`: what Leaver's own generic intake speaks (RULE 7).
 * Verified here and not by the reference library, which signs text instead of the received bytes (section 2).
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardWebhooks: WebhookScheme = {
  authenticate: authenticateStandard,

  events(json) {
    const body = Body.safeParse(json);
    if (!body.success) throw new MalformedDeliveryError("The body has no type");
    const kind = kinds.get(body.data.type);
    if (kind === undefined) return [{ kind: "unknown" }];

    const about = EmployeeBody.safeParse(json);
    if (!about.success) throw new MalformedDeliveryError("data.employeeId is not an id");
    return [{ kind, employeeRef: about.data.data.employeeId }];
  },

  secretProblem: standardSecretProblem,
};

/** The authentication alone, for senders whose body is of another kind. */
export function authenticateStandard(
  headers: HeaderReader,
  body: Uint8Array,
  secrets: readonly string[],
  now: Instant,
): Authentication {
  return authenticateMessage(names, headers, body, secrets.map(keyOf), now);
}

/** Why this cannot be a secret of Standard Webhooks; undefined when it can. */
export function standardSecretProblem(secret: string): string | undefined {
  if (!Secret.test(secret)) return "is not whsec_ followed by base64";
  const { length } = keyOf(secret);
  return length < 24 || length > 64 ? "does not hold 24 to 64 bytes" : undefined;
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice("whsec_".length), "base64");
}

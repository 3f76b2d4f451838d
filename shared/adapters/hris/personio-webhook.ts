import { createHash } from "node:crypto";
import { z } from "zod";
import type { HrEventKind } from "../../domain/ports/hr-records.ts";
import { MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { bodyHash } from "./body-hash.ts";
import { anyMacMatches } from "./mac.ts";
import { SourceId } from "./source-id.ts";

const Body = z.object({ event_name: z.string().max(200), payload: z.unknown() });
const About = z.object({ person_id: SourceId });

const kinds = new Map<string, Exclude<HrEventKind, "unknown">>([
  ["person.updated", "employee.changed"],
  ["person.deleted", "employee.changed"],
  ["employment.created", "employee.changed"],
  // Set or moved: the early notice. The due notice comes on the day itself.
  ["employment.updated", "termination.changed"],
  ["employment.deleted", "employee.changed"],
  ["employment.started", "employment.restarted"],
  ["employment.terminated", "termination.effective"],
]);

/**
 * Webhooks of Personio, version 2, which carry a token and, as far as is known, no signature (RULE 6). Which header carries the
 * token and how the payload names the person is not published: a setting says the header, and has to accept the rest.
 *
 * @see https://developer.personio.de/v2.0/reference/webhooks
 */
export function personioWebhook(tokenHeader: string): WebhookScheme {
  return {
    proof: "token",

    authenticate(headers, body, secrets) {
      const token = (headers.get(tokenHeader) ?? "").replace(/^Bearer /i, "");
      // Hashes are equally long, so that the comparison says nothing about the length of a secret.
      if (!anyMacMatches([hashOf(token)], secrets.map(hashOf))) return { ok: false, because: "signature" };
      return { ok: true, deliveryKey: bodyHash(body) };
    },

    events(json) {
      const body = Body.safeParse(json);
      if (!body.success) throw new MalformedDeliveryError("The body has no event_name");
      const kind = kinds.get(body.data.event_name);
      if (kind === undefined) return [{ kind: "unknown" }];
      const about = About.safeParse(body.data.payload);
      if (!about.success) throw new MalformedDeliveryError("payload.person_id is not an id");
      return [{ kind, employeeRef: about.data.person_id }];
    },

    secretProblem(secret) {
      return /^[\x21-\x7e]{32,256}$/.test(secret) ? undefined : "is not 32 to 256 visible characters";
    },
  };
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

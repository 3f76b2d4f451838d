import { z } from "zod";
import type { Settlement } from "../store/stored-message.ts";

/** Names of the AMQP outcomes with which a receiver ends a delivery. */
export type Outcome = "accepted" | "rejected" | "released" | "modified";

// A client that names no reason sends null for it.
const Changes = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((changes) => Object.fromEntries(Object.entries(changes ?? {}).filter(([, value]) => value != null)));

const Rejected = z.object({ error: z.object({ info: Changes }).nullish() });

const Modified = z.object({ undeliverable_here: z.boolean().nullish(), message_annotations: Changes });

/** What a client's outcome means to Service Bus. */
export function settlementOf(outcome: Outcome, state: unknown): Settlement {
  switch (outcome) {
    case "accepted":
      return { kind: "complete" };
    case "rejected":
      return { kind: "dead-letter", changes: Rejected.parse(state).error?.info ?? {} };
    case "released":
      return { kind: "abandon", changes: {} };
    case "modified": {
      const { undeliverable_here, message_annotations } = Modified.parse(state);
      return { kind: undeliverable_here === true ? "defer" : "abandon", changes: message_annotations };
    }
    default:
      return outcome satisfies never;
  }
}

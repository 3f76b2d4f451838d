import type { CaseRecord, StepRecord } from "./case.ts";
import { hashOf } from "./hash.ts";
import type { CaseId, Instant } from "./ids.ts";
import type { DeliveryId, OutgoingMessage } from "./ports/bus.ts";

/** The message that runs a step. Its id is the hash of case, step and generation (RULE 16). */
export function stepMessage(caseId: CaseId, step: StepRecord, notBefore?: Instant): OutgoingMessage {
  return {
    messageId: hashOf("step", caseId, step.name, step.generation),
    body: { kind: "step", caseId, step: step.name, generation: step.generation },
    notBefore,
  };
}

/** Looks at a step again after somebody else's announced change should have shown. No state of the case changes. */
export function takeoverMessage(caseId: CaseId, step: StepRecord, leaseUntil: Instant): OutgoingMessage {
  return {
    ...stepMessage(caseId, step, leaseUntil),
    messageId: hashOf("takeover", caseId, step.name, step.generation, leaseUntil),
  };
}

/** Wakes a case because an entry of the due index is due. Two sweeps in one minute send the same message. */
export function wakeMessage(caseId: CaseId, dueKey: string, sweptAt: Instant): OutgoingMessage {
  const messageId = hashOf("wake", caseId, dueKey, minuteOf(sweptAt));
  return { messageId, body: { kind: "wake", caseId, dueKey }, notBefore: undefined };
}

/** Brings a delivery that was stored just now to the function that opens cases. */
export function arrivalMessage(delivery: DeliveryId): OutgoingMessage {
  return { messageId: `delivery-${delivery.row}`, body: { kind: "delivery", delivery }, notBefore: undefined };
}

/** Brings a delivery that nobody settled yet to the function that opens cases. */
export function deliveryMessage(delivery: DeliveryId, dueKey: string, sweptAt: Instant): OutgoingMessage {
  const messageId = hashOf("delivery", delivery.row, minuteOf(sweptAt));
  return { messageId, body: { kind: "delivery", delivery, dueKey }, notBefore: undefined };
}

function minuteOf(at: Instant): string {
  return at.slice(0, "2026-01-01T00:00".length);
}

/** A fact for other systems, on topic `events`. One of each type per case, revision and instant; `data` has ids and facts only. */
export function eventMessage(
  record: Pick<CaseRecord, "caseId" | "revision">,
  type: string,
  at: Instant,
  data?: Readonly<Record<string, unknown>>,
): OutgoingMessage {
  return {
    messageId: hashOf("event", record.caseId, record.revision, type, at),
    body: { kind: "event", type, caseId: record.caseId, at, ...(data && { data }) },
    notBefore: undefined,
  };
}

import type { CaseId, Instant, StepName } from "../ids.ts";

/** Where a stored delivery lies: both parts are hashes or dates, never ids from outside (section 11.5). */
export interface DeliveryId {
  readonly partition: string;
  readonly row: string;
}

/** What a message says: ids and a generation, never a decision (RULE 15). */
export type MessageBody =
  | { readonly kind: "delivery"; readonly delivery: DeliveryId; readonly dueKey?: string }
  | { readonly kind: "wake"; readonly caseId: CaseId; readonly dueKey: string }
  | { readonly kind: "step"; readonly caseId: CaseId; readonly step: StepName; readonly generation: number }
  | {
      readonly kind: "event";
      readonly type: string;
      readonly caseId: CaseId;
      readonly at: Instant;
      /** What the event says besides its case. */
      readonly data?: Readonly<Record<string, unknown>> | undefined;
    };

/** A message that is to be sent. The same `messageId` twice is one message inside the broker's window (RULE 16). */
export interface OutgoingMessage {
  readonly messageId: string;
  readonly body: MessageBody;
  /** Not delivered before; undefined: at once. */
  readonly notBefore: Instant | undefined;
}

/** The message broker. `kind` of the body chooses the queue or topic. */
export interface Bus {
  /**
   * Sends all, batched per queue or topic.
   * @throws {TryLaterError} some or all may have been sent: send again with the same ids
   */
  send(messages: readonly OutgoingMessage[]): Promise<void>;
}

import { encodeLong, encodeTimestamp, encodeValue } from "../amqp/codec.ts";
import { composeMessage } from "../amqp/compose-message.ts";
import type { ScheduledMessage } from "../store/entrance.ts";
import { isDeferred, type StoredMessage } from "../store/stored-message.ts";

const DEFERRED = 1;
const SCHEDULED = 2;

/** The message as the broker hands it out: annotated with its numbers and times, and with its lock when it has one. */
export function encodeStored(message: StoredMessage, withoutBody = false): Buffer {
  const annotations = new Map([
    ["x-opt-sequence-number", encodeLong(message.sequence)],
    ["x-opt-enqueue-sequence-number", encodeLong(message.enqueuedSequence)],
    ["x-opt-enqueued-time", encodeTimestamp(message.enqueuedAtMs)],
  ]);
  if (message.state.kind === "locked") annotations.set("x-opt-locked-until", encodeTimestamp(message.state.untilMs));
  if (isDeferred(message)) annotations.set("x-opt-message-state", encodeValue(DEFERRED));
  if (message.deadLetterSource !== undefined) {
    annotations.set("x-opt-deadletter-source", encodeValue(message.deadLetterSource));
  }
  return composeMessage(message.parts, {
    deliveryCount: message.deliveryCount,
    ttlMs: message.expiresAtMs - message.enqueuedAtMs,
    annotations,
    withoutBody,
  });
}

/** A scheduled message, for a peek. */
export function encodeScheduled(message: ScheduledMessage, withoutBody = false): Buffer {
  const annotations = new Map([
    ["x-opt-sequence-number", encodeLong(message.sequence)],
    ["x-opt-enqueue-sequence-number", encodeLong(message.sequence)],
    ["x-opt-enqueued-time", encodeTimestamp(message.atMs)],
    ["x-opt-message-state", encodeValue(SCHEDULED)],
  ]);
  const ttlMs = message.parts.ttlMs ?? Number.POSITIVE_INFINITY;
  return composeMessage(message.parts, { deliveryCount: 0, ttlMs, annotations, withoutBody });
}

import {
  type ServiceBusClient,
  ServiceBusError,
  type ServiceBusMessage,
  type ServiceBusSender,
} from "@azure/service-bus";
import { TryLaterError } from "../../domain/errors.ts";
import type { Bus, MessageBody, OutgoingMessage } from "../../domain/ports/bus.ts";

/** Queue or topic of each kind of message. */
export const entities = {
  delivery: "intake",
  wake: "wake",
  step: "steps",
  event: "events",
} as const satisfies Record<MessageBody["kind"], string>;

/** The broker through `@azure/service-bus`: one sender per entity, kept open; one batch per entity and call. */
export class ServiceBusBus implements Bus {
  readonly #client: ServiceBusClient;
  readonly #senders = new Map<string, ServiceBusSender>();

  constructor(client: ServiceBusClient) {
    this.#client = client;
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const byEntity = Map.groupBy(messages, ({ body }) => entities[body.kind]);
    await Promise.all([...byEntity].map(([entity, group]) => this.#sendTo(entity, group)));
  }

  async #sendTo(entity: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const sender = this.#senders.get(entity) ?? this.#client.createSender(entity);
    this.#senders.set(entity, sender);
    try {
      let batch = await sender.createMessageBatch();
      for (const message of messages.map(toWire)) {
        if (batch.tryAddMessage(message)) continue;
        await sender.sendMessages(batch);
        batch = await sender.createMessageBatch();
        batch.tryAddMessage(message);
      }
      if (batch.count > 0) await sender.sendMessages(batch);
    } catch (error) {
      if (error instanceof ServiceBusError && !error.retryable) throw error;
      throw new TryLaterError(`Service Bus did not take the messages for ${entity}`, { cause: error });
    }
  }
}

/** `subject` is the step's name: the filter of its subscription. Facts for other systems are CloudEvents 1.0. */
function toWire({ messageId, body, notBefore }: OutgoingMessage): ServiceBusMessage {
  const scheduled = notBefore !== undefined && { scheduledEnqueueTimeUtc: new Date(notBefore) };
  switch (body.kind) {
    case "event":
      return {
        messageId,
        body: cloudEvent(messageId, body),
        contentType: "application/cloudevents+json",
        subject: body.type,
        ...scheduled,
      };
    case "step":
      return { messageId, body, contentType: "application/json", subject: body.step, ...scheduled };
    case "wake":
    case "delivery":
      return { messageId, body, contentType: "application/json", ...scheduled };
    default:
      return body satisfies never;
  }
}

function cloudEvent(id: string, event: Extract<MessageBody, { kind: "event" }>) {
  const data = { ...event.data, caseId: event.caseId };
  return { specversion: "1.0", id, source: "/leaver", type: event.type, subject: event.caseId, time: event.at, data };
}

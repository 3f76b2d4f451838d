import type { ServiceBusClient, ServiceBusMessage } from "@azure/service-bus";
import type { Bus, MessageBody, OutgoingMessage } from "../../domain/ports/bus.ts";
import { diagnosticId, traceParentOf } from "../telemetry/trace-parent.ts";
import { HedgedSender } from "./hedged-sender.ts";
import { SendingLane } from "./sending-lane.ts";

/** Queue or topic of each kind of message. */
export const entities = {
  delivery: "intake",
  wake: "wake",
  step: "steps",
  event: "events",
} as const satisfies Record<MessageBody["kind"], string>;

/** The broker through `@azure/service-bus`: for each queue or topic a connection of its own, and one batch at a time. */
export class ServiceBusBus implements Bus {
  readonly #connect: () => ServiceBusClient;
  readonly #lanes = new Map<string, { readonly sender: HedgedSender; readonly lane: SendingLane }>();

  /** @param connect makes a client that repeats nothing by itself */
  constructor(connect: () => ServiceBusClient) {
    this.#connect = connect;
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const byEntity = Map.groupBy(messages, ({ body }) => entities[body.kind]);
    await Promise.all([...byEntity].map(([entity, group]) => this.#laneTo(entity).send(group.map(toWire))));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(({ sender }) => sender.close()));
  }

  #laneTo(entity: string): SendingLane {
    const known = this.#lanes.get(entity);
    if (known !== undefined) return known.lane;
    const sender = new HedgedSender(entity, this.#connect);
    const lane = new SendingLane((messages) => sender.send(messages));
    this.#lanes.set(entity, { sender, lane });
    return lane;
  }
}

/** `subject` is the step's name: the filter of its subscription. Facts for other systems are CloudEvents 1.0. */
function toWire({ messageId, body, notBefore }: OutgoingMessage): ServiceBusMessage {
  const about = {
    messageId,
    ...(notBefore !== undefined && { scheduledEnqueueTimeUtc: new Date(notBefore) }),
    ...("caseId" in body && { applicationProperties: { [diagnosticId]: traceParentOf(body.caseId) } }),
  };
  switch (body.kind) {
    case "event":
      return {
        ...about,
        body: cloudEvent(messageId, body),
        contentType: "application/cloudevents+json",
        subject: body.type,
      };
    case "step":
      return { ...about, body, contentType: "application/json", subject: body.step };
    case "wake":
    case "delivery":
      return { ...about, body, contentType: "application/json" };
    default:
      return body satisfies never;
  }
}

function cloudEvent(id: string, event: Extract<MessageBody, { kind: "event" }>) {
  const data = { ...event.data, caseId: event.caseId };
  return { specversion: "1.0", id, source: "/leaver", type: event.type, subject: event.caseId, time: event.at, data };
}

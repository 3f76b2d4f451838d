import rhea, { type EventContext, type Receiver, type Sender } from "rhea";
import { accept } from "../amqp/rhea-internals.ts";

/** One request of a client to `$cbs` or `$management`. */
export interface NodeRequest {
  readonly receiver: Receiver;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Sends the answer. It is dropped when the client's receiving link is gone. */
  readonly answer: (properties: Record<string, unknown>, body?: unknown) => void;
}

/** The links of one connection on which requests are answered, by the name that requests give in `reply-to`. */
export class ReplyLinks {
  readonly #byAddress = new Map<string, Sender>();

  /** Requests to `$cbs` name the link itself, requests to `$management` its target: both are kept. */
  open(sender: Sender): void {
    for (const address of addressesOf(sender)) this.#byAddress.set(address, sender);
    sender.once("sender_close", () => this.close(sender));
  }

  close(sender: Sender): void {
    for (const address of addressesOf(sender)) {
      if (this.#byAddress.get(address) === sender) this.#byAddress.delete(address);
    }
  }

  /** Passes every request that arrives on this link on. */
  serve(receiver: Receiver, handle: (request: NodeRequest) => void): void {
    receiver.on("message", ({ delivery, message: bytes }: EventContext) => {
      if (delivery === undefined || !Buffer.isBuffer(bytes)) return;
      accept(delivery);
      const request = rhea.message.decode(bytes);
      handle({
        receiver,
        properties: toRecord(request.application_properties),
        body: request.body,
        answer: (properties, body) => {
          const reply = this.#byAddress.get(String(request.reply_to));
          reply?.send({ correlation_id: request.message_id, application_properties: properties, body });
        },
      });
    });
  }
}

function addressesOf(sender: Sender): string[] {
  const target = sender.target?.address;
  return target === undefined || target === null ? [sender.name] : [sender.name, target];
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

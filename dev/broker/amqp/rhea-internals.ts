import { Socket } from "node:net";
import type { AmqpError, Connection, Container, Delivery, Receiver, Sender, Session } from "rhea";
import rhea from "rhea";
import type { Refusal } from "./refusal.ts";

/*
 * What a Service Bus broker needs from rhea 3.0.5 and rhea does not offer to brokers. Every touch of its inner state is
 * in this file. Read with rhea's lib/link.js and lib/session.js.
 */

function numberOf(owner: object, name: string): number {
  const value: unknown = Reflect.get(owner, name);
  return typeof value === "number" ? value : 0;
}

function objectOf(owner: object, name: string): object {
  const value: unknown = Reflect.get(owner, name);
  return typeof value === "object" && value !== null ? value : {};
}

/**
 * Offers what the real service offers. The .NET client knows only MSSBCBS, by which it means "the token comes later over
 * $cbs"; the JavaScript client takes ANONYMOUS. Nobody is refused here.
 */
export function offerMechanisms(container: Container): void {
  const mechanisms: unknown = Reflect.get(container, "sasl_server_mechanisms");
  if (typeof mechanisms !== "object" || mechanisms === null) throw new TypeError("rhea has no sasl_server_mechanisms");
  for (const name of ["MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL"]) {
    Reflect.set(mechanisms, name, () => new AnyoneMayEnter());
  }
}

/** One SASL exchange, as rhea's server drives it. */
class AnyoneMayEnter {
  outcome: boolean | undefined;
  readonly username = "anybody";

  start(): void {
    this.outcome = true;
  }
}

/** Makes rhea hand over received transfers as bytes: it would decode format 0, and lose types, and cost time. */
export function receiveRawBytes(session: Session): void {
  const onTransfer: unknown = Reflect.get(session, "on_transfer");
  if (typeof onTransfer !== "function") throw new TypeError("rhea's Session has no on_transfer");
  Reflect.set(session, "on_transfer", (frame: { performative: { message_format: unknown } }) => {
    if (frame.performative.message_format === 0) frame.performative.message_format = undefined;
    Reflect.apply(onTransfer, session, [frame]);
  });
}

/** Mirrors the settle modes of the client's attach in the answer. Call while the link opens. */
export function answerSettleModes(sender: Sender): void {
  const attach = objectOf(objectOf(sender, "local"), "attach");
  Reflect.set(attach, "snd_settle_mode", sender.snd_settle_mode);
  Reflect.set(attach, "rcv_settle_mode", sender.rcv_settle_mode);
}

/** Takes back the answer to an attach that rhea is about to write. `sender.open()` writes it. Call while the link opens. */
export function withholdAttach(sender: Sender): void {
  const state = objectOf(sender, "state");
  Reflect.set(state, "local_open", false);
  Reflect.set(state, "open_requests", 0);
}

/** Sets the link properties of the answer to an attach. */
export function answerProperties(sender: Sender, properties: Readonly<Record<string, unknown>>): void {
  Reflect.set(objectOf(objectOf(sender, "local"), "attach"), "properties", properties);
}

/**
 * Counts credit of a link to a client. rhea lowers its credit only when frames are written, at the next tick, and does
 * not answer a drain when the last credit was used by a message on its way; a client would then wait and close the link.
 */
export class LinkCredit {
  readonly #sender: Sender;
  #sent = 0;
  #drained = 0;
  #draining = false;

  constructor(sender: Sender) {
    this.#sender = sender;
    Reflect.set(sender, "_get_drain", () => this.#endDrain());
  }

  /** How many more messages may be sent now. */
  get left(): number {
    if (!this.#sender.sendable()) return 0;
    const written = numberOf(this.#sender, "delivery_count") - this.#drained;
    return numberOf(this.#sender, "credit") - (this.#sent - written);
  }

  used(): void {
    this.#sent += 1;
  }

  /** Answers a drain, after everything sent so far: remaining credit is used up, and the flow says so. */
  drain(): void {
    this.#draining = true;
    Reflect.set(this.#sender, "issue_flow", true);
    this.#sender.connection._register();
  }

  #endDrain(): boolean {
    if (!this.#draining) return false;
    this.#draining = false;
    const credit = numberOf(this.#sender, "credit");
    this.#drained += credit;
    Reflect.set(this.#sender, "delivery_count", numberOf(this.#sender, "delivery_count") + credit);
    Reflect.set(this.#sender, "credit", 0);
    return true;
  }
}

const ACCEPTED = 0x24;
const REJECTED = 0x25;

/** Settles a delivery as accepted. */
export function accept(delivery: Delivery): void {
  settle(delivery, rhea.types.described(rhea.types.wrap_ulong(ACCEPTED), rhea.types.wrap_list([])));
}

/** Settles a delivery as rejected, with the condition from which the client makes its error. */
export function reject(delivery: Delivery, { condition, description }: Refusal): void {
  const error = rhea.types.wrap_error({ condition, description });
  settle(delivery, rhea.types.described(rhea.types.wrap_ulong(REJECTED), rhea.types.wrap_list([error])));
}

function settle(delivery: Delivery, state: unknown): void {
  delivery.update(true, state);
  forget(delivery);
}

/**
 * Frees a delivery's place in the session without telling the client. rhea keeps an outgoing delivery until the peer
 * settles it too; a receiver that settles second never says so, and after 2,048 deliveries the session would be full.
 */
export function forget(delivery: Delivery): void {
  Reflect.set(delivery, "settled", true);
  Reflect.set(delivery, "remote_settled", true);
}

/** Answers the attach and detaches again, which is how a broker refuses a link. */
export function refuse(link: Sender | Receiver, { condition, description }: Refusal): void {
  const error: AmqpError = { condition, description };
  link.close(error);
}

/** A socket destroyed without an error tells rhea nothing, and its heartbeat timers would live on. */
export function brokenByBroker(): Error {
  return new Error("The broker broke the connection");
}

/**
 * Answers every read at once, with an empty frame when there is nothing else to say. The client leaves Nagle's algorithm
 * on, so its second small write in a row waits for an acknowledgement, which the kernel sends 40 ms late unless data
 * goes back: opening a link or asking `$management` would take 40 to 100 ms instead of 2.
 */
export function answerReadsAtOnce(connection: Connection): void {
  const socket: unknown = connection.socket;
  if (!(socket instanceof Socket)) return;
  let looks = false;
  socket.on("data", () => {
    if (looks) return;
    looks = true;
    const written = socket.bytesWritten;
    setImmediate(() => {
      looks = false;
      if (socket.bytesWritten === written && socket.writable && connection.is_open()) connection._write_frame();
    });
  });
}

/** Breaks the TCP connection: at once, or, when `flush`, after what was written has left, hearing nothing any more. */
export function breakConnection(connection: Connection, flush: boolean): void {
  const socket: unknown = connection.socket;
  if (!(socket instanceof Socket)) return;
  if (flush) {
    socket.removeAllListeners("data");
    socket.resume();
    // rhea writes its frames at the next tick.
    setImmediate(() => socket.end());
  } else {
    socket.destroy(brokenByBroker());
  }
}

import type { Delivery, EventContext, Sender } from "rhea";
import { fromDeliveryTag, type LockToken, toDeliveryTag } from "../amqp/lock-token.ts";
import { type Refusal, sessionLockLost } from "../amqp/refusal.ts";
import { accept, answerSettleModes, forget, LinkCredit, refuse, reject } from "../amqp/rhea-internals.ts";
import type { FaultSubject } from "../faults.ts";
import type { Entity } from "../namespace/entity.ts";
import type { MessageQueue } from "../store/message-queue.ts";
import type { SessionConsumer } from "../store/session.ts";
import type { Settlement, StoredMessage } from "../store/stored-message.ts";
import { asSubject } from "./intake.ts";
import { type LinkContext, runWithFaults } from "./link-context.ts";
import { encodeStored } from "./marks.ts";
import { type Outcome, settlementOf } from "./settlement-of.ts";

const SETTLED = 1;
const OUTCOMES: readonly Outcome[] = ["accepted", "rejected", "released", "modified"];

/** A link on which a client receives from a queue, a subscription or a sub-queue, or from one session of these. */
export class Outlet implements SessionConsumer {
  readonly deletes: boolean;
  readonly name: string;
  /** Set when the link holds a session. */
  sessionId: string | undefined;
  readonly #context: LinkContext;
  readonly #sender: Sender;
  readonly #queue: MessageQueue;
  readonly #credit: LinkCredit;
  /** Locks taken for this link and not ended over it. */
  readonly #held = new Set<LockToken>();
  readonly #forgetLink: () => void;
  #open = true;
  #attached = false;

  constructor(context: LinkContext, sender: Sender, entity: Entity, queue: MessageQueue) {
    this.#context = context;
    this.#sender = sender;
    this.#queue = queue;
    this.name = sender.name;
    this.deletes = sender.snd_settle_mode === SETTLED;
    answerSettleModes(sender);
    this.#credit = new LinkCredit(sender);
    this.#forgetLink = entity.gate.opened("receive", (refusal) => this.#detach(refusal));
    // Messages first, then the answer to a drain: both follow from the same flow.
    sender.on("sender_flow", () => queue.pump());
    sender.on("sender_draining", () => {
      if (this.#attached) this.#credit.drain();
      else process.nextTick(() => this.#credit.drain());
    });
    for (const outcome of OUTCOMES) {
      sender.on(outcome, ({ delivery }: EventContext) => {
        if (delivery !== undefined) this.#settle(delivery, settlementOf(outcome, delivery.remote_state));
      });
    }
  }

  /** Takes messages from now on. Call when the attach is answered. */
  begin(): void {
    // rhea writes the answer to the attach at the next tick, but after transfers; a client may send credit with its attach.
    process.nextTick(() => {
      this.#attached = true;
      this.#queue.pump();
    });
  }

  credit(): number {
    return this.#open && this.#attached ? this.#credit.left : 0;
  }

  take(message: StoredMessage, token: LockToken): void {
    if (!this.deletes) this.#held.add(token);
    this.#credit.used();
    const { faults } = this.#context.surroundings;
    const struck = faults.strike("deliver", this.#queue.settings.path, "deliver", () => [subjectOf(message)]);
    if (struck.some((fault) => fault.kind === "deliver-twice")) this.#queue.double(message);
    const expires = struck.some((fault) => fault.kind === "expire-lock");
    runWithFaults(this.#context, struck, {
      connection: this.#sender.connection,
      perform: () => {
        if (this.#open) this.#sender.send(encodeStored(message), toDeliveryTag(token), 0);
      },
      answer: () => {
        if (expires) this.#expireLock(token);
      },
      silence: () => undefined,
      refuse: () => undefined,
    });
  }

  sessionLost(): void {
    this.#detach(sessionLockLost(this.sessionId ?? ""));
  }

  /** The link is gone. Its locks last until they expire, unless the broker was told to end them at once. */
  close(how: "closed" | "broken"): void {
    if (!this.#open) return;
    this.#open = false;
    this.#forgetLink();
    const { unlockAtOnce } = this.#context;
    if (this.#queue.sessions !== undefined) {
      this.#queue.sessions.leave(this, how, unlockAtOnce);
      this.#queue.pump();
      return;
    }
    this.#queue.detach(this);
    if (unlockAtOnce) this.#queue.deliveries.expire(this.#held);
  }

  /** In a session it is the session's lock that ends. */
  #expireLock(token: LockToken): void {
    const { sessions, deliveries } = this.#queue;
    const session = this.sessionId === undefined ? undefined : sessions?.find(this.sessionId);
    if (session === undefined) deliveries.expire([token]);
    else sessions?.expireNow(session);
  }

  #detach(refusal: Refusal): void {
    if (!this.#open) return;
    this.close("closed");
    refuse(this.#sender, refusal);
  }

  #settle(delivery: Delivery, settlement: Settlement): void {
    // Receive-and-delete: the message is gone, and some clients say "accepted" nevertheless.
    if (this.deletes || !Buffer.isBuffer(delivery.tag)) return;
    const token = fromDeliveryTag(delivery.tag);
    const { faults } = this.#context.surroundings;
    const struck = faults.strike("settle", this.#queue.settings.path, settlement.kind, () => [
      subjectOf(this.#queue.deliveries.find(token)),
    ]);
    if (struck.some((fault) => fault.kind === "expire-lock")) this.#expireLock(token);
    let refusal: Refusal | undefined;
    runWithFaults(this.#context, struck, {
      connection: this.#sender.connection,
      perform: () => {
        refusal = this.#queue.deliveries.settle(token, settlement);
        this.#held.delete(token);
      },
      answer: () => (refusal === undefined ? accept(delivery) : reject(delivery, refusal)),
      silence: () => forget(delivery),
      refuse: (condition, description) => reject(delivery, { condition, description, status: 500 }),
    });
  }
}

/** How fault rules see a message on its way out, or coming back. Of one whose lock is over, nothing is known. */
function subjectOf(message: StoredMessage | undefined): FaultSubject {
  return message === undefined ? {} : { ...asSubject(message.parts), deliveryCount: message.deliveryCount };
}

import type { Receiver, Sender } from "rhea";
import { refuse } from "../amqp/rhea-internals.ts";
import type { MessageQueue } from "../store/message-queue.ts";
import { acceptSession } from "./accept-session.ts";
import { answerPutToken } from "./cbs.ts";
import { whereToReceive, whereToSend } from "./destination.ts";
import { openIntake } from "./intake.ts";
import type { LinkContext } from "./link-context.ts";
import { answerManagement } from "./management.ts";
import { Outlet } from "./outlet.ts";
import { ReplyLinks } from "./request-node.ts";

/** How a link ended: the client said so, or its connection broke. */
export type Parting = "closed" | "broken";

/** One connection of a client, and the links it has open. */
export class Peer {
  readonly #context: LinkContext;
  readonly #replies = new ReplyLinks();
  /** Links to entities, and what has to happen when one is gone. */
  readonly #open = new Map<Sender | Receiver, (how: Parting) => void>();

  constructor(context: LinkContext) {
    this.#context = context;
  }

  /** The client attached a link on which it sends. */
  openReceiver(receiver: Receiver): void {
    const context = this.#context;
    const address = normalise(receiver.target?.address);
    receiver.set_target({ address });
    const destination = whereToSend(context, receiver, address);
    switch (destination.kind) {
      case "cbs":
        this.#replies.serve(receiver, (request) => answerPutToken(context, request));
        break;
      case "management":
        this.#replies.serve(receiver, (request) => answerManagement(context, request, destination.entity));
        break;
      case "intake":
        this.#open.set(receiver, openIntake(context, receiver, destination.entity, destination.entrance));
        receiver.once("receiver_close", () => this.closeLinks("closed", (other) => other === receiver));
        break;
      case "outlet":
      case "session":
        break;
      case "refused":
        refuse(receiver, destination.refusal);
        break;
    }
  }

  /** The client attached a link on which it receives. */
  openSender(sender: Sender): void {
    const address = normalise(sender.source?.address);
    sender.set_source({ address });
    const destination = whereToReceive(this.#context, sender, address);
    switch (destination.kind) {
      case "cbs":
      case "management":
        this.#replies.open(sender);
        break;
      case "outlet":
      case "session": {
        const outlet = new Outlet(this.#context, sender, destination.entity, destination.queue);
        this.#open.set(sender, (how) => outlet.close(how));
        sender.once("sender_close", () => this.closeLinks("closed", (other) => other === sender));
        if (destination.kind === "session") acceptSession(sender, outlet, destination);
        else startOutlet(outlet, destination.queue);
        break;
      }
      case "intake":
        break;
      case "refused":
        refuse(sender, destination.refusal);
        break;
    }
  }

  /** The client can no longer use these links. */
  closeLinks(how: Parting, isOver: (link: Sender | Receiver) => boolean): void {
    for (const [link, close] of this.#open) {
      if (!isOver(link)) continue;
      this.#open.delete(link);
      close(how);
    }
  }
}

function startOutlet(outlet: Outlet, queue: MessageQueue): void {
  queue.attach(outlet);
  outlet.begin();
}

function normalise(address: string | undefined | null): string {
  return (address ?? "").replace(/^\/+/, "");
}

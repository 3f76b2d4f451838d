import type { Receiver, Sender } from "rhea";
import { refuse } from "../amqp/rhea-internals.ts";
import { answerPutToken } from "./cbs.ts";
import { whereToReceive, whereToSend } from "./destination.ts";
import { openIntake } from "./intake.ts";
import type { LinkContext } from "./link-context.ts";
import { answerManagement } from "./management.ts";
import { Outlet } from "./outlet.ts";
import { ReplyLinks } from "./request-node.ts";

/** One connection of a client, and the links it has open. */
export class Peer {
  readonly #context: LinkContext;
  readonly #replies = new ReplyLinks();
  readonly #outlets = new Map<Sender, Outlet>();

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
        this.#replies.serve(receiver, (request) => answerPutToken(request, context.surroundings.operations));
        break;
      case "management":
        this.#replies.serve(receiver, (request) => answerManagement(context, request, destination.entity));
        break;
      case "intake":
        openIntake(context, receiver, destination.entrance);
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
        this.#outlets.set(sender, new Outlet(this.#context, sender, destination.queue));
        sender.once("sender_close", () => this.closeOutlets((other) => other === sender));
        break;
      case "refused":
        refuse(sender, destination.refusal);
        break;
    }
  }

  /** The client can no longer receive on these links. */
  closeOutlets(isOver: (sender: Sender) => boolean): void {
    for (const [sender, outlet] of this.#outlets) {
      if (!isOver(sender)) continue;
      this.#outlets.delete(sender);
      outlet.close();
    }
  }
}

function normalise(address: string | undefined | null): string {
  return (address ?? "").replace(/^\/+/, "");
}

import type { AddressInfo, Server, Socket } from "node:net";
import rhea, { type Connection, type EventContext, type Receiver, type Sender } from "rhea";
import { entityNotFound, notAllowed, type Refusal } from "../amqp/refusal.ts";
import { breakConnection, brokenByBroker, receiveRawBytes, refuse } from "../amqp/rhea-internals.ts";
import type { Entity } from "../entities.ts";
import { answerPutToken } from "./cbs.ts";
import { openIntake } from "./intake.ts";
import type { LinkContext } from "./link-context.ts";
import { answerManagement } from "./management.ts";
import { Outlet } from "./outlet.ts";
import { ReplyLinks } from "./request-node.ts";

const CBS = "$cbs";
const MANAGEMENT = "/$management";
const SESSION_FILTER = "com.microsoft:session-filter";

export interface AmqpServer {
  readonly port: number;
  /** Breaks every connection and stops listening. */
  close(): Promise<void>;
}

/** What one connection has open, to be closed with it. */
interface Peer {
  readonly replies: ReplyLinks;
  readonly outlets: Map<Sender, Outlet>;
}

/** Listens for AMQP 1.0 over plain TCP on this machine only, and leads every link to its entity. */
export async function listen(context: LinkContext, port: number): Promise<AmqpServer> {
  const container = rhea.create_container({
    id: "leaver-broker",
    tcp_no_delay: true,
    // Otherwise rhea reports every deferral and abandonment as a release too, and first.
    treat_modified_as_released: false,
  });
  const peers = new Map<Connection, Peer>();
  const sockets = new Set<Socket>();
  const peerOf = (connection: Connection): Peer => {
    const known = peers.get(connection);
    if (known !== undefined) return known;
    const peer = { replies: new ReplyLinks(), outlets: new Map() };
    peers.set(connection, peer);
    return peer;
  };

  container.on("session_open", ({ session }: EventContext) => session && receiveRawBytes(session));
  container.on("receiver_open", ({ connection, receiver }: EventContext) => {
    if (receiver !== undefined) openReceiver(context, peerOf(connection), receiver);
  });
  container.on("sender_open", ({ connection, sender }: EventContext) => {
    if (sender !== undefined) openSender(context, peerOf(connection), sender);
  });
  container.on("session_close", ({ connection, session }: EventContext) => {
    closeOutlets(peerOf(connection), (sender) => sender.session === session);
  });
  const leave = ({ connection }: EventContext) => {
    closeOutlets(peerOf(connection), () => true);
    peers.delete(connection);
  };
  container.on("disconnected", leave);
  container.on("connection_close", leave);
  // rhea throws errors that nobody listens for; every one of them ends in one of the events above.
  for (const event of [
    "error",
    "connection_error",
    "protocol_error",
    "session_error",
    "sender_error",
    "receiver_error",
  ]) {
    container.on(event, () => undefined);
  }

  const server: Server = container.listen({
    port,
    host: "127.0.0.1",
    max_frame_size: 65_536,
    receiver_options: { credit_window: 1000, autoaccept: false, max_message_size: context.maxMessageBytes },
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", reject);
  });
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy(brokenByBroker());
      }),
  };
}

/** The client sends here. */
function openReceiver(context: LinkContext, peer: Peer, receiver: Receiver): void {
  const address = normalise(receiver.target?.address);
  receiver.set_target({ address });
  const { entity, isManagement } = resolve(context, address);
  if (address === CBS) {
    return peer.replies.serve(receiver, (request) => answerPutToken(request, context.surroundings.operations));
  }
  const refusal = struckAttach(context, receiver, entity) ?? refuseToSend(address, entity, isManagement);
  if (refusal !== undefined) return refuse(receiver, refusal);
  if (entity === undefined) return;
  if (isManagement) return peer.replies.serve(receiver, (request) => answerManagement(context, request, entity));
  if (entity.entrance !== undefined) openIntake(context, receiver, entity.entrance);
}

/** The client receives here. */
function openSender(context: LinkContext, peer: Peer, sender: Sender): void {
  const address = normalise(sender.source?.address);
  sender.set_source({ address });
  const { entity, isManagement } = resolve(context, address);
  if (address === CBS) return peer.replies.open(sender);
  const refusal = struckAttach(context, sender, entity) ?? refuseToReceive(address, entity, isManagement, sender);
  if (refusal !== undefined) return refuse(sender, refusal);
  if (isManagement) return peer.replies.open(sender);
  if (entity?.queue === undefined) return;
  peer.outlets.set(sender, new Outlet(context, sender, entity.queue));
  sender.once("sender_close", () => closeOutlets(peer, (other) => other === sender));
}

function closeOutlets(peer: Peer, isOver: (sender: Sender) => boolean): void {
  for (const [sender, outlet] of peer.outlets) {
    if (!isOver(sender)) continue;
    peer.outlets.delete(sender);
    outlet.close();
  }
}

function normalise(address: string | undefined | null): string {
  return (address ?? "").replace(/^\/+/, "");
}

function resolve({ entities }: LinkContext, address: string): { entity: Entity | undefined; isManagement: boolean } {
  const isManagement = address.toLowerCase().endsWith(MANAGEMENT);
  const path = isManagement ? address.slice(0, -MANAGEMENT.length) : address;
  return { entity: entities.find(path), isManagement };
}

/** A scripted fault at this attach, as the refusal it asks for. */
function struckAttach(context: LinkContext, link: Sender | Receiver, entity: Entity | undefined): Refusal | undefined {
  for (const fault of context.surroundings.faults.strike("attach", entity?.path ?? "", "attach", () => [{}])) {
    if (fault.kind === "drop-connection") breakConnection(link.connection, fault.when === "after");
    if (fault.kind !== "reject") continue;
    return { condition: fault.condition, description: fault.description ?? "A scripted fault", status: 500 };
  }
  return undefined;
}

function refuseToSend(address: string, entity: Entity | undefined, isManagement: boolean): Refusal | undefined {
  if (entity === undefined) return entityNotFound(address);
  if (isManagement || entity.entrance !== undefined) return undefined;
  return notAllowed(`Messages cannot be sent to '${address}'.`);
}

function refuseToReceive(
  address: string,
  entity: Entity | undefined,
  isManagement: boolean,
  { source }: Sender,
): Refusal | undefined {
  if (entity === undefined) return entityNotFound(address);
  if (isManagement) return undefined;
  if (entity.queue === undefined)
    return notAllowed(`Messages of the topic '${address}' are received from its subscriptions.`);
  if (source?.filter && SESSION_FILTER in source.filter) {
    return notAllowed(`'${address}' has no sessions: a receiver with a session cannot be created.`);
  }
  return undefined;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new TypeError("The broker does not listen on a TCP port");
  return address.port;
}

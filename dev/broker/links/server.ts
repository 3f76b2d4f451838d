import type { AddressInfo, Server, Socket } from "node:net";
import rhea, { type Connection, type EventContext } from "rhea";
import { administrationServer } from "../admin/server.ts";
import { answerReadsAtOnce, brokenByBroker, offerMechanisms, receiveRawBytes } from "../amqp/rhea-internals.ts";
import { openFrontDoor } from "./front-door.ts";
import type { LinkContext } from "./link-context.ts";
import { Peer } from "./peer.ts";

export interface AmqpServer {
  readonly port: number;
  /** Breaks every connection; clients may connect again. */
  breakConnections(): void;
  /** Breaks every connection and stops listening. */
  close(): Promise<void>;
}

// rhea throws errors that nobody listens for; whatever they are about also ends in "disconnected" or a close event.
const REPORTED_ELSEWHERE = [
  "error",
  "connection_error",
  "protocol_error",
  "session_error",
  "sender_error",
  "receiver_error",
];

/** Listens for AMQP 1.0 and the administration API on this machine only, and leads every link to its entity. */
export async function listen(context: LinkContext, port: number): Promise<AmqpServer> {
  const container = rhea.create_container({
    id: "leaver-broker",
    tcp_no_delay: true,
    // Otherwise rhea reports every deferral and abandonment as a release too, and first.
    treat_modified_as_released: false,
  });
  offerMechanisms(container);
  const peers = new WeakMap<Connection, Peer>();
  container.on("connection_open", ({ connection }: EventContext) => {
    peers.set(connection, new Peer(context));
    answerReadsAtOnce(connection);
  });
  container.on("session_open", ({ session }: EventContext) => {
    if (session !== undefined) receiveRawBytes(session);
  });
  container.on("receiver_open", ({ connection, receiver }: EventContext) => {
    if (receiver !== undefined) peers.get(connection)?.openReceiver(receiver);
  });
  container.on("sender_open", ({ connection, sender }: EventContext) => {
    if (sender !== undefined) peers.get(connection)?.openSender(sender);
  });
  container.on("session_close", ({ connection, session }: EventContext) => {
    peers.get(connection)?.closeLinks("closed", (link) => link.session === session);
  });
  container.on("connection_close", ({ connection }: EventContext) =>
    peers.get(connection)?.closeLinks("closed", () => true),
  );
  container.on("disconnected", ({ connection }: EventContext) =>
    peers.get(connection)?.closeLinks("broken", () => true),
  );
  for (const event of REPORTED_ELSEWHERE) container.on(event, () => undefined);
  const server = container.listen({
    port,
    host: "127.0.0.1",
    max_frame_size: 65_536,
    receiver_options: { credit_window: 1000, autoaccept: false, max_message_size: context.maxMessageBytes },
  });
  openFrontDoor(server, administrationServer(context), context.certificate);
  return started(server);
}

async function started(server: Server): Promise<AmqpServer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", reject);
  });
  const breakConnections = () => {
    for (const socket of sockets) socket.destroy(brokenByBroker());
  };
  return {
    port: portOf(server.address()),
    breakConnections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new TypeError("The broker does not listen on a TCP port");
  return address.port;
}

import type { Server as HttpServer } from "node:http";
import type { Server, Socket } from "node:net";
import { createServer } from "node:tls";
import type { LocalCertificate } from "../../certificates.ts";

/** The first byte of a TLS handshake, and of AMQP's protocol header. No HTTP method starts with either. */
const TLS = 0x16;
const AMQP = 0x41;

/**
 * Lets several protocols in at one port, told apart by their first byte: AMQP for messages, HTTP for administration, and
 * both of them inside TLS. One connection string is so good for every client, with or without TLS.
 *
 * @param server that listens already, and would take every connection for AMQP
 * @param certificate undefined refuses TLS
 */
export function openFrontDoor(server: Server, http: HttpServer, certificate: LocalCertificate | undefined): void {
  const [takeAmqp] = server.listeners("connection");
  if (takeAmqp === undefined) throw new TypeError("rhea's server takes no connections");
  server.removeAllListeners("connection");
  const { cert, key } = certificate ?? {};
  const tls = certificate && createServer({ cert, key }, (socket) => lead(socket, () => socket.destroy()));
  tls?.on("tlsClientError", () => undefined);
  server.on("connection", (socket: Socket) =>
    lead(socket, () => (tls === undefined ? socket.destroy() : tls.emit("connection", socket))),
  );

  function lead(socket: Socket, takeTls: () => void): void {
    socket.on("error", () => undefined);
    socket.once("readable", () => {
      const head: unknown = socket.read();
      if (!Buffer.isBuffer(head)) return;
      socket.unshift(head);
      if (head[0] === TLS) takeTls();
      else if (head[0] === AMQP) Reflect.apply(takeAmqp ?? (() => undefined), server, [socket]);
      else http.emit("connection", socket);
    });
  }
}

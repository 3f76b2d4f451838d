import type { IncomingMessage, Server as PlainServer, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalCertificate } from "../../certificates.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { graphError } from "./errors.ts";
import type { Answer, Call } from "./exchange.ts";
import { type RecordedExchange, recorded } from "./recording.ts";

export interface ServerOptions {
  readonly certificate: LocalCertificate;
  readonly port: number;
  readonly dispatcher: Dispatcher;
  /** Real milliseconds before each request is looked at. */
  readonly latencyMs: () => number;
  readonly record: ((exchange: RecordedExchange) => void) | undefined;
}

export interface TenantServer {
  readonly origin: string;
  close(): Promise<void>;
}

const keepAliveMs = 60_000;

/** The one HTTPS server of the tenant. */
export async function serve(options: ServerOptions): Promise<TenantServer> {
  const { cert, key } = options.certificate;
  let origin = "";
  const server = createServer({ cert, key, keepAlive: true, noDelay: true }, (request, response) => {
    answer(request, response, origin, options).catch((error: unknown) => {
      // A defect of the tenant itself: shown to whoever runs it, and to the caller as a server error.
      console.error(error);
      send(response, graphError(500, "InternalServerError", "The simulated tenant failed."));
    });
  });
  server.keepAliveTimeout = keepAliveMs;
  origin = `https://localhost:${await listen(server, options.port)}`;
  return { origin, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  { dispatcher, latencyMs, record }: ServerOptions,
): Promise<void> {
  const call = await readCall(request, origin);
  if (latencyMs() > 0) await sleep(latencyMs());
  const outcome = await dispatcher.send(call);
  record?.(recorded(call, outcome.kind === "answer" ? outcome.answer : undefined));
  if (outcome.kind === "answer") send(response, outcome.answer);
  else if (outcome.kind === "cut") request.socket.destroy();
}

async function readCall(request: IncomingMessage, origin: string): Promise<Call> {
  const { method = "GET", url: target = "/", headers } = request;
  const [path = "/", search = ""] = target.split(/\?(.*)/s);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = readBody(Buffer.concat(chunks).toString(), headers["content-type"]);
  return { method, path, target, query: new URLSearchParams(search), headers, body, origin };
}

function readBody(text: string, contentType: string | undefined): unknown {
  if (text === "") return undefined;
  if (!contentType?.includes("json")) return text;
  try {
    return JSON.parse(text);
  } catch {
    // Stays text: whichever endpoint wants an object refuses it.
    return text;
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = text === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
  const length = status === 204 ? {} : { "content-length": String(Buffer.byteLength(text ?? "")) };
  // Node would write the machine's time; everything else here is told in virtual time.
  response.writeHead(status, { date: new Date().toUTCString(), ...type, ...length, ...headers });
  response.end(text);
}

/** Raw connections by server: one whose TLS handshake is not over is none of the server's own yet. */
const connections = new WeakMap<Server | PlainServer, Set<Socket>>();

/** Listens on 127.0.0.1; 0 takes a free port. Returns the port. */
export async function listen(server: Server | PlainServer, port: number): Promise<number> {
  const open = new Set<Socket>();
  connections.set(server, open);
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** Stops listening and breaks off what is still open. */
export async function close(server: Server | PlainServer): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const socket of connections.get(server) ?? []) socket.destroy();
  });
}

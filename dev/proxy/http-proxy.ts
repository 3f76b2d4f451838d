import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEmptyPage, emptyPage, isTableQuery, smallerPages } from "./table-pages.ts";

/** What goes wrong with one forwarded request. `after`: the service did it, and the caller does not learn so. */
export type ProxyFault =
  | { readonly kind: "status"; readonly status: number; readonly when: "before" | "after" }
  | { readonly kind: "cut"; readonly when: "before" | "after" }
  /** Real milliseconds before the request goes on. */
  | { readonly kind: "delay"; readonly ms: number }
  /** A table query: a page without rows, and a token to go on with. */
  | { readonly kind: "empty-page" }
  /** A table query: pages of at most so many rows. */
  | { readonly kind: "pages"; readonly rows: number };

/** A request as a rule sees it. */
export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  /** Counted from 1 since the proxy started. */
  readonly number: number;
}

/** A plain HTTP proxy in front of one service of the local stack, which can make calls end badly on purpose (RULE 19). */
export interface HttpProxy {
  readonly port: number;
  /** Requests so far, for cost measurements. */
  requests(): readonly ProxiedRequest[];
  /** Asked for every request; undefined: nothing goes wrong. */
  decide(rule: (proxied: ProxiedRequest) => ProxyFault | undefined): void;
  close(): Promise<void>;
}

/** Starts the proxy on a free port of 127.0.0.1. @param targetPort the service's port on 127.0.0.1 */
export async function startHttpProxy(targetPort: number): Promise<HttpProxy> {
  const seen: ProxiedRequest[] = [];
  let rule: (proxied: ProxiedRequest) => ProxyFault | undefined = () => undefined;

  const server = createServer(async (incoming, answer) => {
    const proxied = { method: incoming.method ?? "", path: incoming.url ?? "", number: seen.length + 1 };
    seen.push(proxied);
    const fault = rule(proxied);
    const body = await bytesOf(incoming);
    if (fault?.kind === "empty-page" && isTableQuery(proxied)) return emptyPage(answer, proxied.path);
    if (fault?.kind === "delay") await delay(fault.ms);
    if (isFailure(fault) && fault.when === "before") return fail(answer, fault);
    try {
      const path =
        fault?.kind === "pages" && isTableQuery(proxied) ? smallerPages(proxied.path, fault.rows) : proxied.path;
      const { status, headers, bytes } = await forward(targetPort, incoming, afterEmptyPage(path), body);
      if (isFailure(fault)) return fail(answer, fault);
      answer.writeHead(status, headers).end(bytes);
    } catch {
      answer.destroy();
    }
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");

  return {
    port: address.port,
    requests: () => seen,
    decide(next) {
      rule = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Failure = Extract<ProxyFault, { readonly when: string }>;

function isFailure(fault: ProxyFault | undefined): fault is Failure {
  return fault !== undefined && "when" in fault;
}

function fail(answer: ServerResponse, fault: Failure): void {
  if (fault.kind === "cut") answer.destroy();
  else answer.writeHead(fault.status, { "content-type": "application/json" }).end("{}");
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function forward(port: number, incoming: IncomingMessage, path: string, body: Buffer) {
  const { method, headers } = incoming;
  const outgoing = request({ host: "127.0.0.1", port, method, path, headers });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const bytes = await bytesOf(response);
  const { "transfer-encoding": _, ...rest } = response.headers;
  return { status: response.statusCode ?? 502, headers: { ...rest, "content-length": bytes.length }, bytes };
}

import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** What goes wrong with one forwarded request. `after`: the service did it, and the caller does not learn so. */
export type ProxyFault =
  | { readonly kind: "status"; readonly status: number; readonly when: "before" | "after" }
  | { readonly kind: "cut"; readonly when: "before" | "after" };

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
    if (fault?.when === "before") return fail(answer, fault);
    try {
      const { status, headers, bytes } = await forward(targetPort, incoming, body);
      if (fault !== undefined) return fail(answer, fault);
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

function fail(answer: ServerResponse, fault: ProxyFault): void {
  if (fault.kind === "cut") answer.destroy();
  else answer.writeHead(fault.status, { "content-type": "application/json" }).end("{}");
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function forward(port: number, incoming: IncomingMessage, body: Buffer) {
  const { method, url, headers } = incoming;
  const outgoing = request({ host: "127.0.0.1", port, method, path: url, headers });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const bytes = await bytesOf(response);
  const { "transfer-encoding": _, ...rest } = response.headers;
  return { status: response.statusCode ?? 502, headers: { ...rest, "content-length": bytes.length }, bytes };
}

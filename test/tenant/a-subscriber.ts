import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { vi } from "vitest";
import { z } from "zod";

const Body = z.object({ value: z.array(z.record(z.string(), z.unknown())) });

export interface Heard {
  readonly path: string;
  readonly items: readonly Record<string, unknown>[];
}

/** Whoever subscribes to notifications: a real HTTP server that keeps what it hears. */
export interface Subscriber extends AsyncDisposable {
  readonly url: string;
  /** The next answers to notifications, then 202; "echo" is for handshakes and the default there. */
  readonly answers: number[];
  /** What it answers to the handshake instead of the token. */
  handshake: { status: number; type: string; body: string } | undefined;
  readonly handshakes: string[];
  readonly heard: Heard[];
  items(): readonly Record<string, unknown>[];
  /** Waits, in real time, until so many items were heard. */
  until(count: number): Promise<void>;
}

export async function aSubscriber(): Promise<Subscriber> {
  const heard: Heard[] = [];
  const handshakes: string[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://subscriber");
    const token = url.searchParams.get("validationToken");
    if (token !== null) {
      handshakes.push(url.pathname);
      const { status, type, body } = subscriber.handshake ?? { status: 200, type: "text/plain", body: token };
      response.writeHead(status, { "content-type": type }).end(body);
      return;
    }
    read(request).then((items) => {
      heard.push({ path: url.pathname, items });
      response.writeHead(answers.shift() ?? 202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const items = () => heard.flatMap((one) => one.items);
  const subscriber: Subscriber = {
    url: `http://127.0.0.1:${port}`,
    answers,
    handshake: undefined,
    handshakes,
    heard,
    items,
    until: (count) =>
      vi.waitUntil(() => items().length >= count, { timeout: 5_000, interval: 10 }).then(() => undefined),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return subscriber;
}

async function read(request: IncomingMessage): Promise<Heard["items"]> {
  return Body.parse(JSON.parse(await text(request))).value;
}

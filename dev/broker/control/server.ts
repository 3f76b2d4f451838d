import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { type Controlled, ORDERS, SHOWN } from "./control.ts";

/** There is nothing at a path. */
class NothingThereError extends Error {
  override readonly name = "NothingThereError";
}

/**
 * Plain HTTP on 127.0.0.1, for tests and checkers outside this process: faults to order, counts, messages, purge.
 * What is wrong with an order is answered with 400, or 404 for an unknown path.
 */
export async function startControl(
  controlled: Controlled,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    reply(controlled, request).then(
      (body) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(`${JSON.stringify(body ?? {}, undefined, 2)}\n`);
      },
      (error: unknown) => {
        response.writeHead(statusOf(error), { "content-type": "application/json" });
        response.end(`${JSON.stringify({ error: messageOf(error) })}\n`);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("The control port is no TCP port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function reply(controlled: Controlled, request: IncomingMessage): Promise<unknown> {
  const { pathname } = new URL(request.url ?? "/", "http://control");
  if (request.method === "POST") {
    const body = await text(request);
    return own(ORDERS, pathname)(controlled, body === "" ? {} : JSON.parse(body));
  }
  if (pathname === "/") return { show: Object.keys(SHOWN), order: Object.keys(ORDERS) };
  return own(SHOWN, pathname)(controlled);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T {
  const found = Object.hasOwn(record, key) ? record[key] : undefined;
  if (found === undefined) throw new NothingThereError(`There is nothing at ${key}: GET / lists what there is`);
  return found;
}

function statusOf(error: unknown): number {
  if (error instanceof NothingThereError) return 404;
  const isWrong = [z.ZodError, RangeError, TypeError, SyntaxError].some((type) => error instanceof type);
  return isWrong ? 400 : 500;
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { HttpFunction } from "../functions.ts";
import type { Invocations } from "../invocations.ts";
import { NoWorkerError } from "../worker-errors.ts";
import { BodyTooLargeError, readBody } from "./request-body.ts";
import { requestData, requestUrl, requestUrlText } from "./request-data.ts";
import { writeResult } from "./response.ts";
import { makeRoutes, type Routes } from "./routes.ts";

export interface HttpListenerOptions {
  readonly functions: readonly HttpFunction[];
  readonly routePrefix: string;
  readonly hostKey: string;
  readonly bodyLimitBytes: number;
  /** Real milliseconds that a request waits for a worker before it is answered 503. */
  readonly workerWaitMs: number;
  readonly invocations: Invocations;
  /** Runs a function by hand, without waiting for its end. False when there is no such function. */
  readonly runManually: (functionName: string) => boolean;
}

const ADMIN_FUNCTION = /^\/admin\/functions\/([^/]+)$/i;

/** The host's HTTP side: routes, keys, the request to the worker and its answer back. Listens on 127.0.0.1. */
export class HttpListener {
  readonly #options: HttpListenerOptions;
  readonly #routes: Routes;
  readonly #server: Server;
  #closing = false;

  constructor(options: HttpListenerOptions) {
    this.#options = options;
    this.#routes = makeRoutes(options.functions, options.routePrefix, (target, request, response, params) => {
      void options.invocations.during(() => this.#answer(target, request, response, params));
    });
    this.#server = createServer((request, response) => {
      // Clients keep their connections: when the host stops, each is closed after its last answer.
      response.once("close", () => setImmediate(() => this.#closing && this.#server.closeIdleConnections()));
      this.#dispatch(request, response);
    });
  }

  /** What the host refuses about the routes. */
  get problems(): readonly string[] {
    return this.#routes.problems;
  }

  /** Returns the address, `http://127.0.0.1:PORT`. @throws when the port is taken */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The HTTP listener has no port");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Takes no new connection; resolves when the open ones have had their answers. */
  async close(): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    await closed;
  }

  /** Ends what is open. */
  abort(): void {
    this.#server.closeAllConnections();
  }

  #dispatch(request: IncomingMessage, response: ServerResponse): void {
    if (!URL.canParse(requestUrlText(request))) return void response.writeHead(400).end();
    const named = ADMIN_FUNCTION.exec(requestUrl(request).pathname)?.[1];
    if (named === undefined || request.method !== "POST") this.#routes.lookup(request, response);
    else this.#runManually(named, request, response);
  }

  #runManually(functionName: string, request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    if (!this.#hasKey(request)) return void response.writeHead(401).end();
    response.writeHead(this.#options.runManually(functionName) ? 202 : 404).end();
  }

  async #answer(
    target: HttpFunction,
    request: IncomingMessage,
    response: ServerResponse,
    params: Record<string, string>,
  ): Promise<void> {
    const { bodyLimitBytes, invocations, workerWaitMs } = this.#options;
    if (target.authLevel !== "anonymous" && !this.#hasKey(request)) {
      request.resume();
      return void response.writeHead(401).end();
    }
    try {
      const body = await readBody(request, bodyLimitBytes);
      const { returnValue } = await invocations.run(
        target,
        { input: requestData(request, params, body) },
        workerWaitMs,
      );
      writeResult(response, returnValue);
    } catch (error) {
      // The rest of a body that is too large is read and dropped, so that the client gets to read the answer.
      request.resume();
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      response.writeHead(statusOf(error)).end();
    }
  }

  /** Header before query: a wrong header is not made good by a right `code`. */
  #hasKey(request: IncomingMessage): boolean {
    const given = request.headers["x-functions-key"] ?? requestUrl(request).searchParams.get("code");
    return given === this.#options.hostKey;
  }
}

function statusOf(error: unknown): number {
  if (error instanceof BodyTooLargeError) return 413;
  if (error instanceof NoWorkerError) return 503;
  return 500;
}

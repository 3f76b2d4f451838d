import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { HostJson } from "../host-json.ts";
import { defaults } from "../host-options.ts";
import type { Invocations } from "../invocations.ts";
import type { Settings } from "../settings.ts";
import { NoWorkerError } from "../worker-errors.ts";
import { type AdminOptions, answerAdmin } from "./admin.ts";
import { mayCall } from "./keys.ts";
import { BodyTooLargeError, readBody } from "./request-body.ts";
import { requestData, requestUrl, requestUrlText } from "./request-data.ts";
import { RequestLimits } from "./request-limits.ts";
import { writeResult } from "./response.ts";
import type { RouteFound, Routes } from "./routes.ts";
import { streamThrough } from "./stream-through.ts";

export interface HttpListenerOptions extends AdminOptions {
  readonly routes: Routes;
  readonly hostJson: HostJson;
  readonly settings: Settings;
  /** Real milliseconds that a request waits for a worker before it is answered 503. */
  readonly workerWaitMs: number;
  /** The workers take the requests themselves: the app set `enableHttpStream`. */
  readonly streams: boolean;
  readonly streamWaitMs?: number;
}

/** The host's HTTP side: routes, keys, the request to a worker and its answer back. Listens on 127.0.0.1. */
export class HttpListener {
  readonly #options: HttpListenerOptions;
  readonly #server: Server;
  readonly #limits: RequestLimits;
  readonly #bodyLimitBytes: number;
  #closing = false;

  constructor(options: HttpListenerOptions) {
    this.#options = options;
    this.#limits = new RequestLimits(options.hostJson.extensions.http);
    this.#bodyLimitBytes = Number(options.settings.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT ?? defaults.bodyLimitBytes);
    this.#server = createServer((request, response) => {
      // Clients keep their connections: when the host stops, each is closed after its last answer.
      response.once("close", () => setImmediate(() => this.#closing && this.#server.closeIdleConnections()));
      this.#dispatch(request, response).catch((error: unknown) => fail(request, response, error));
    });
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

  /** Takes no new connection; resolves when the open ones have had their answers, or are ended after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const limit = new AbortController();
    await Promise.race([closed, sleep(graceMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
    limit.abort();
    this.#server.closeAllConnections();
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = (status: number) => {
      request.resume();
      response.writeHead(status).end();
    };
    if (!URL.canParse(requestUrlText(request))) return end(400);
    const admin = answerAdmin(request, response, this.#options);
    if (admin !== undefined) return await admin;
    const found = this.#options.routes.find(request.method ?? "GET", requestUrl(request).pathname);
    if (found === undefined || found.target.disabled) return end(404);
    if (!mayCall(request, found.target, this.#options)) return end(401);
    if (this.#limits.full) return end(429);
    const { invocations } = this.#options.instances.next();
    await invocations.during(() => this.#limits.run(() => this.#answer(found, invocations, request, response)));
  }

  async #answer(
    { target, params }: RouteFound,
    invocations: Invocations,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { workerWaitMs, streamWaitMs = defaults.streamWaitMs, streams } = this.#options;
    const bodyLimitBytes = this.#bodyLimitBytes;
    if (streams) {
      const given = { target, params, request, response, invocations, bodyLimitBytes, workerWaitMs, streamWaitMs };
      return await streamThrough(given);
    }
    const body = await readBody(request, bodyLimitBytes);
    const data = await invocations.run(target, { input: requestData(request, params, body) }, workerWaitMs);
    writeResult(response, target.outputs, data);
  }
}

/** As the real host answers what it could not run or what failed: a status and no body. The log says why. */
function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // The rest of a body that is too large is read and dropped, so that the client gets to read the answer.
  request.resume();
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(statusOf(error)).end();
}

function statusOf(error: unknown): number {
  if (error instanceof BodyTooLargeError) return 413;
  if (error instanceof NoWorkerError) return 503;
  return 500;
}

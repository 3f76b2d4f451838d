import type { IncomingMessage, ServerResponse } from "node:http";
import type { FunctionDefinition } from "../functions.ts";
import type { Instances } from "../instances.ts";
import { runManually } from "../run-manually.ts";
import { isMaster, type Keys } from "./keys.ts";
import { readBody } from "./request-body.ts";
import { requestUrl } from "./request-data.ts";

export interface AdminOptions extends Keys {
  readonly functions: readonly FunctionDefinition[];
  readonly instances: Instances;
}

const RUN = /^\/admin\/functions\/([^/]+)$/i;
const MOST_BYTES = 1_048_576;

/**
 * The host's own endpoints that this one has: a run by hand, the list of functions, the host's state. Master key only.
 * Undefined when the request is for none of them.
 */
export function answerAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  options: AdminOptions,
): Promise<void> | undefined {
  const { pathname } = requestUrl(request);
  if (!/^\/admin(\/|$)/i.test(pathname)) return undefined;
  return answer(request, response, pathname, options);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  options: AdminOptions,
): Promise<void> {
  const end = (status: number) => {
    request.resume();
    response.writeHead(status).end();
  };
  if (!isMaster(request, options)) return end(401);
  const named = RUN.exec(pathname)?.[1];
  if (request.method === "POST" && named !== undefined) return end(await runByHand(named, request, options));
  if (request.method !== "GET") return end(404);
  const path = pathname.toLowerCase().replace(/\/$/, "");
  if (path === "/admin/host/ping") return end(200);
  if (path === "/admin/host/status") return json(response, { state: "Running", instances: states(options.instances) });
  if (path === "/admin/functions") return json(response, options.functions.map(summary));
  end(404);
}

async function runByHand(named: string, request: IncomingMessage, { functions, instances }: AdminOptions) {
  if (!/json/i.test(request.headers["content-type"] ?? "")) return 415;
  const body = parsed((await readBody(request, MOST_BYTES))?.toString("utf8"));
  if (typeof body !== "object" || body === null) return 400;
  const { input } = body as { input?: unknown };
  const run = runManually(instances.next(), functions, decodeURIComponent(named), input);
  // Whoever asked does not hear how it ended; the log does.
  run?.ended.catch(() => undefined);
  return run === undefined ? 404 : 202;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function states({ all }: Instances) {
  return all.map(({ supervisor, timers, open }) => ({
    state: open ? (supervisor.isReady ? "Running" : "Starting") : "Stopped",
    workerPid: supervisor.pid ?? null,
    runsTimers: timers.own,
  }));
}

function summary({ name, type, disabled }: FunctionDefinition) {
  return { name, type, isDisabled: disabled };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

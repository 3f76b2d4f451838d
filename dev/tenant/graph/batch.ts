import { z } from "zod";
import { refuse } from "../http/errors.ts";
import type { Answer, Call, Outcome, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";

const Part = z.object({
  id: z.string(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
});
type Part = z.infer<typeof Part>;
const Batch = z.object({ requests: z.array(Part) });

interface PartAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const largestBatch = 20;

/** Several requests in one (m365-operations 2.6). `send` runs one part like a request of its own. */
export function addBatch(routes: Routes, send: (call: Call) => Promise<Outcome>): void {
  routes.add("POST", "/v1.0/$batch", { resource: "graph", anyOf: [] }, async (call) => {
    const parsed = Batch.safeParse(call.body);
    if (!parsed.success) return refuse(400, "BadRequest", "Invalid batch payload format.");
    const { requests } = parsed.data;
    if (requests.length > largestBatch) {
      refuse(400, "BadRequest", `Number of batch request steps exceeds the maximum value of ${largestBatch}.`);
    }
    if (new Set(requests.map(({ id }) => id)).size < requests.length) {
      refuse(400, "BadRequest", "Request Id has to be unique in a batch.");
    }
    if (!hasKnownOrder(requests)) {
      refuse(400, "BadRequest", "Either all requests depend on none, or each on the one before it, or some on one.");
    }
    const answers = new Map<string, PartAnswer>();
    for (const part of requests) answers.set(part.id, await answerPart(call, part, answers, send));
    // In another order than asked: answers are told apart by id only.
    return { status: 200, body: { responses: [...answers.values()].reverse() } };
  });
}

async function answerPart(
  outer: RoutedCall,
  part: Part,
  earlier: ReadonlyMap<string, PartAnswer>,
  send: (call: Call) => Promise<Outcome>,
): Promise<PartAnswer> {
  if (/^\/?\$batch\b/.test(part.url)) {
    return withoutMethod(part.id, 400, "BadRequest", "A batch cannot hold another batch.");
  }
  const failed = part.dependsOn.some((id) => (earlier.get(id)?.status ?? 424) >= 300);
  if (failed) return withoutMethod(part.id, 424, "FailedDependency", "A request that this one depends on failed.");
  if (part.body !== undefined && !/json/.test(contentType(part))) {
    return withoutMethod(part.id, 400, "BadRequest", "Write request id : the Content-Type header is missing.");
  }
  const path = `/v1.0/${part.url.replace(/^\//, "")}`;
  const url = new URL(path, outer.origin);
  const outcome = await send({
    method: part.method.toUpperCase(),
    path: url.pathname,
    target: path,
    query: url.searchParams,
    headers: { ...outer.headers, ...lowerCase(part.headers) },
    body: part.body,
    origin: outer.origin,
  });
  // A part cannot break the connection of the whole batch: the service reports a timeout for it.
  if (outcome.kind !== "answer") return withoutMethod(part.id, 504, "GatewayTimeout", "The request timed out.");
  return partAnswer(part.id, outcome.answer);
}

/** All at once, all one after the other, or some after one that all of these depend on. */
function hasKnownOrder(requests: readonly Part[]): boolean {
  const dependent = requests.filter(({ dependsOn }) => dependsOn.length > 0);
  const known = new Set(requests.map(({ id }) => id));
  if (dependent.some(({ dependsOn }) => dependsOn.some((id) => !known.has(id)))) return false;
  const serial = requests.every(({ dependsOn }, place) => {
    const before = requests[place - 1]?.id;
    return before === undefined ? dependsOn.length === 0 : dependsOn.length === 1 && dependsOn[0] === before;
  });
  return serial || new Set(dependent.map(({ dependsOn }) => dependsOn.join())).size <= 1;
}

function partAnswer(id: string, { status, headers = {}, body }: Answer): PartAnswer {
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [headerCase(name), value]));
  if (body === undefined) return { id, status, headers: named };
  return { id, status, headers: { "Content-Type": "application/json", ...named }, body };
}

function withoutMethod(id: string, status: number, code: string, message: string): PartAnswer {
  return { id, status, headers: { "Content-Type": "application/json" }, body: { error: { code, message } } };
}

const contentType = ({ headers }: Part): string => lowerCase(headers)["content-type"] ?? "";

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** `retry-after` to `Retry-After`. */
function headerCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { HttpFunction } from "../functions.ts";
import type { Invocations } from "../invocations.ts";
import { InvocationFailedError } from "../worker-errors.ts";
import { BodyLimit } from "./body-limit.ts";
import { readBody } from "./request-body.ts";
import { streamMetadata } from "./stream-metadata.ts";

export interface StreamedRequest {
  readonly target: HttpFunction;
  readonly params: Record<string, string>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly invocations: Invocations;
  readonly bodyLimitBytes: number;
  readonly workerWaitMs: number;
  /** Real milliseconds without an answer until the request is given up. */
  readonly streamWaitMs: number;
}

/** Headers of one connection, not of the message. */
const hopByHop = ["connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"];

/**
 * Hands a request to the worker as it is, and the invocation beside it: the library joins the two by the invocation's id.
 * As in the real host a handler that throws, or returns nothing, leaves the request without an answer until it is given
 * up.
 *
 * @throws when no worker takes it, or it gives no answer in time
 */
export async function streamThrough(streamed: StreamedRequest): Promise<void> {
  const { target, params, request, invocations, bodyLimitBytes, workerWaitMs } = streamed;
  // The host reads a JSON body for its properties; any other goes through unread.
  const isJson = /json/i.test(request.headers["content-type"] ?? "");
  const body = isJson ? ((await readBody(request, bodyLimitBytes)) ?? Buffer.alloc(0)) : undefined;
  const triggerMetadata = streamMetadata(request, params, body);
  const forwarded = Promise.withResolvers<void>();
  const running = invocations.run(
    target,
    {
      input: { http: {} },
      triggerMetadata,
      onStart({ invocationId, httpUri }) {
        forward(streamed, body, invocationId, httpUri).then(forwarded.resolve, forwarded.reject);
      },
    },
    workerWaitMs,
  );
  running.catch((error: unknown) => {
    // What the app threw has no way to the client; what ended the worker, or found none, has.
    if (!(error instanceof InvocationFailedError)) forwarded.reject(error);
  });
  await forwarded.promise;
  await running.catch(() => undefined);
}

async function forward(
  { request, response, bodyLimitBytes, streamWaitMs }: StreamedRequest,
  body: Buffer | undefined,
  invocationId: string,
  httpUri = "",
): Promise<void> {
  const headers = withoutHops(request.headers);
  const outgoing = httpRequest({
    host: "127.0.0.1",
    port: new URL(httpUri).port,
    method: request.method,
    path: request.url,
    timeout: streamWaitMs,
    headers: {
      ...headers,
      "x-ms-invocation-id": invocationId,
      "x-forwarded-host": request.headers.host ?? "localhost",
      "x-forwarded-proto": "http",
    },
  });
  outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${streamWaitMs} ms`)));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.once("error", reject);
  });
  const sent = body === undefined ? pipeline(request, new BodyLimit(bodyLimitBytes), outgoing) : outgoing.end(body);
  const answer = await Promise.race([answered, Promise.resolve(sent).then(() => answered)]);
  response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
  await pipeline(answer, response);
}

function withoutHops(headers: IncomingMessage["headers"]): Record<string, string | string[]> {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string | string[]][] =>
    value === undefined || hopByHop.includes(name) ? [] : [[name, value]],
  );
  return Object.fromEntries(kept);
}

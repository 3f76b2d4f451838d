import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { GraphClient } from "../../../shared/adapters/graph/client.ts";
import { SignIn } from "../../../shared/adapters/sign-in.ts";
import { trustedCertificate } from "../../trusted-certificate.ts";

/** One answer of the service; `raw` does what no answer object can. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly raw?: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** An HTTPS service that gives the answers of a script, one after the other: for what the simulated tenant never says. */
export async function scriptedService(...script: ScriptedAnswer[]) {
  const requests: SeenRequest[] = [];
  const { cert, key } = trustedCertificate();
  const server = createServer({ cert, key }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    const answer = script.shift() ?? { status: 599, body: "The script is over" };
    if (answer.raw !== undefined) return answer.raw(request, response);
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {});
    response.writeHead(answer.status ?? 200, { "Content-Type": "application/json", ...answer.headers });
    response.end(answer.status === 204 ? undefined : text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `https://localhost:${typeof address === "object" ? address?.port : 0}`;

  const tokens = ["first", "second", "third", "fourth"];
  const signIn = new SignIn(() => {
    const token = tokens.shift() ?? "last";
    return { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  });
  return {
    origin,
    requests,
    signIn,
    graph: new GraphClient({ endpoint: origin, signIn }),
    /** Waits 500 ms only. */
    impatient: new GraphClient({ endpoint: origin, signIn, timeoutMs: 500 }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

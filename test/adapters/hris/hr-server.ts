import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface HrServer extends AsyncDisposable {
  readonly url: string;
  /** What was asked, oldest first. */
  readonly requests: {
    readonly url: string;
    readonly authorization: string | undefined;
    readonly accept: string | undefined;
  }[];
}

/** An HR system on a socket of its own, which answers as it is told. */
export async function hrServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HrServer> {
  const requests: HrServer["requests"] = [];
  const server = createServer((request, response) => {
    const { authorization, accept } = request.headers;
    requests.push({ url: request.url ?? "", authorization, accept });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a JSON body. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}) {
  return (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

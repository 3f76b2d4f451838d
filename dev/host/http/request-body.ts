import type { IncomingMessage } from "node:http";

/** The body is larger than the host takes. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

/**
 * The body's bytes, undefined when there is none. As in the real host a body counts only when a Content-Length announces
 * it: a chunked one is read and dropped.
 *
 * @throws {BodyTooLargeError} as soon as it is known; the rest is left unread
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > limitBytes) throw new BodyTooLargeError();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  return announced > 0 ? Buffer.concat(chunks) : undefined;
}

import type { HttpRequest } from "@azure/functions";

/** Largest body of a webhook, in bytes (RULE 2 b). */
export const MAX_BODY_BYTES = 262_144;

/**
 * The raw bytes of the body, or `too-large` as soon as the declared or the actual length passes the limit;
 * what lies behind the limit is not read.
 */
export async function readBody(request: HttpRequest): Promise<Uint8Array | "too-large"> {
  if (Number(request.headers.get("content-length")) > MAX_BODY_BYTES) return "too-large";

  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > MAX_BODY_BYTES) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

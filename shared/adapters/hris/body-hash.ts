import { createHash } from "node:crypto";

/** Delivery key of a sender without delivery ids: the headers may change on a retry, the body does not (RULE 4). */
export function bodyHash(body: Uint8Array): string {
  return createHash("sha256").update(body).digest("hex");
}

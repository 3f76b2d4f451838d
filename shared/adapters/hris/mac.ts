import { createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over the parts, one after the other with nothing between. */
export function hmacSha256(key: string | Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer {
  return hmac("sha256", key, parts);
}

/** HMAC-SHA512 over the parts, one after the other with nothing between. */
export function hmacSha512(key: string | Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer {
  return hmac("sha512", key, parts);
}

function hmac(hash: string, key: string | Uint8Array, parts: readonly (string | Uint8Array)[]): Buffer {
  const mac = createHmac(hash, key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/**
 * Whether any given MAC is any expected one. A MAC of another length is never compared, and every pair is compared,
 * so that the time says nothing about which secret matched (RULE 5).
 */
export function anyMacMatches(given: readonly Buffer[], expected: readonly Buffer[]): boolean {
  let matches = false;
  for (const theirs of given) {
    for (const ours of expected) {
      if (theirs.length === ours.length && timingSafeEqual(theirs, ours)) matches = true;
    }
  }
  return matches;
}

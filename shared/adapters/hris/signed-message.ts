import type { Instant } from "../../domain/ids.ts";
import type { Authentication, HeaderReader } from "../../domain/ports/webhook-scheme.ts";
import { anyMacMatches, hmacSha256 } from "./mac.ts";
import { isInWindow } from "./time-window.ts";

/** The names that a sender gives to the three headers. */
export interface MessageHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

/**
 * Authenticates by the scheme of Standard Webhooks, signature version `v1`: the id, the time of this attempt and the raw
 * bytes are signed, and the id is the delivery key.
 *
 * @param keys the decoded secrets
 */
export function authenticateMessage(
  names: MessageHeaders,
  headers: HeaderReader,
  body: Uint8Array,
  keys: readonly Uint8Array[],
  now: Instant,
): Authentication {
  const signed = signedHeaders(names, headers);
  if (signed === undefined) return { ok: false, because: "signature" };

  const expected = keys.map((key) => hmacSha256(key, `${signed.id}.${signed.timestamp}.`, body));
  if (!anyMacMatches(signed.macs, expected)) return { ok: false, because: "signature" };

  if (!isInWindow(Number(signed.timestamp) * 1000, now)) return { ok: false, because: "window" };
  return { ok: true, deliveryKey: signed.id };
}

/** The three headers in their exact form; undefined when one is missing or has another form. */
function signedHeaders(names: MessageHeaders, headers: HeaderReader) {
  const id = headers.get(names.id) ?? "";
  const timestamp = headers.get(names.timestamp) ?? "";
  // A full stop in the id would let bytes wander between id and timestamp under the same MAC.
  if (!/^[\x21-\x2d\x2f-\x7e]{1,256}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;

  const macs = (headers.get(names.signature) ?? "")
    .split(" ")
    .filter((entry) => /^v1,[A-Za-z0-9+/]{43}=$/.test(entry))
    .map((entry) => Buffer.from(entry.slice("v1,".length), "base64"));
  return { id, timestamp, macs };
}

import type { Instant } from "../ids.ts";
import type { HrEventKind } from "./hr-records.ts";

/** Reads one header by its name, whatever its case. The `Headers` class is one. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** `signature`: nobody with a secret sent this. `window`: the sender did, but not now, or its time cannot be read. */
export type Authentication =
  | { readonly ok: true; readonly deliveryKey: string }
  | { readonly ok: false; readonly because: "signature" | "window" };

/** One event of a delivery. What Leaver does not use has no person. */
export type SchemeEvent =
  | { readonly kind: Exclude<HrEventKind, "unknown">; readonly employeeRef: string }
  | { readonly kind: "unknown" };

/** How one kind of HR system signs its webhooks and says what happened. */
export interface WebhookScheme {
  /**
   * Authenticates over the raw bytes, in constant time for MACs of the right length, with any of the active secrets
   * (RULE 5); only then looks at the time (RULE 2 c, d). `deliveryKey` is the same for every retry of one delivery (RULE 4) and holds no full stop.
   */
  authenticate(headers: HeaderReader, body: Uint8Array, secrets: readonly string[], now: Instant): Authentication;
  /**
   * The events of an authenticated body (RULE 2 f).
   * @throws {MalformedDeliveryError} the sender does not send this shape
   */
  events(json: unknown): readonly SchemeEvent[];
  /** `token`: a fixed word proves the sender, and nothing proves the content (RULE 6); left out: content is signed. */
  readonly proof?: "token";
  /** Whether this is the sender's set-up ping, to the letter: answered 200, signed or not, and nothing else is done. */
  isPing?(body: Uint8Array): boolean;
  /** Why this cannot be a secret of the scheme, for example "is shorter than 24 bytes"; undefined when it can. */
  secretProblem(secret: string): string | undefined;
}

/** The delivery is genuine, and still not what the sender's documentation describes. Never carries its content. */
export class MalformedDeliveryError extends Error {
  override readonly name = "MalformedDeliveryError";
}

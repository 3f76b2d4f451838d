import type { IncomingHttpHeaders } from "node:http";
import type { Claims } from "../sign-in/tokens.ts";

/** A request as the endpoints see it. */
export interface Call {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, or text for everything else; undefined without a body. */
  readonly body: unknown;
  /** `https://localhost:PORT`, for links in answers. */
  readonly origin: string;
}

/** A call that found its endpoint. `caller` is undefined only where an endpoint asks for no token. */
export interface RoutedCall extends Call {
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Claims | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text with a content type of its own; undefined for none. */
  readonly body?: unknown;
}

/** What happens on the wire: an answer, a connection that breaks off, or silence. */
export type Outcome = { readonly kind: "answer"; readonly answer: Answer } | { readonly kind: "cut" | "hang" };

/** Thrown by endpoints to answer with an error. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Refused with status ${answer.status}`);
    this.answer = answer;
  }
}

/** The object behind a JSON value, or an empty one. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

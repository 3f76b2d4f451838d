import { TryLaterError } from "../domain/errors.ts";

/** What a service says about an error, apart from its status. */
interface Refusal {
  readonly code: string | undefined;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

const codeShape = /^[\w.-]{1,120}$/;

/**
 * A refusal as the service put it: the `cause` of what the adapters throw. Its text may name people, so it is in no
 * message and in no property that a log would print: only in `text()`.
 */
export class ServiceAnswer extends Error {
  override readonly name = "ServiceAnswer";
  readonly status: number;
  /** The service's own name for the error, for example `Request_ResourceNotFound`. */
  readonly code: string | undefined;
  /** Milliseconds that the service asked for. */
  readonly retryAfterMs: number | undefined;
  readonly #text: string;

  constructor(status: number, refusal: Refusal) {
    const code = refusal.code !== undefined && codeShape.test(refusal.code) ? refusal.code : undefined;
    super(`The service answered ${status}${code === undefined ? "" : ` ${code}`}`);
    this.status = status;
    this.code = code;
    this.retryAfterMs = refusal.retryAfterMs;
    this.#text = refusal.text;
  }

  /** The service's words, for telling errors apart. Never to be logged. */
  text(): string {
    return this.#text;
  }
}

/** The service's refusal behind an error that an adapter threw. */
export function refusalBehind(error: unknown): ServiceAnswer | undefined {
  return error instanceof Error && error.cause instanceof ServiceAnswer ? error.cause : undefined;
}

/** Milliseconds of a `Retry-After` header: seconds or an HTTP date; undefined when absent or neither. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(Math.ceil(ms), 0) : undefined;
}

const throttledMs = 10_000;

/**
 * The error for an answer that only time cures; undefined for every other answer.
 *
 * @param what subject of the sentence, for example "Blocking sign-in"
 * @see https://learn.microsoft.com/graph/throttling (without Retry-After: 10 s)
 */
export function patience(what: string, service: string, answer: ServiceAnswer): TryLaterError | undefined {
  if (answer.status === 429) {
    const afterMs = answer.retryAfterMs ?? throttledMs;
    return new TryLaterError(`${what} has to wait: ${service} limits the number of calls`, {
      afterMs,
      refused: true,
      cause: answer,
    });
  }
  if (answer.status === 408 || answer.status >= 500) {
    const afterMs = answer.retryAfterMs;
    return new TryLaterError(`${what} has to wait: ${service} is not available`, { afterMs, cause: answer });
  }
  return undefined;
}

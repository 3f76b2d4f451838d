/**
 * What happens next after an error that was raised on purpose:
 * `retry` at a time, `park` until a person acted, `complete` because the wanted state is there already.
 */
export type Disposition = "retry" | "park" | "complete";

/** An error that says what happens next. Its message is an instruction, without names, addresses or secrets. */
export abstract class LeaverError extends Error {
  abstract readonly code: string;
  abstract readonly disposition: Disposition;
}

/** The service asks for patience, or did not answer. The call may or may not have taken effect. */
export class TryLaterError extends LeaverError {
  override readonly name = "TryLaterError";
  readonly code: string = "try-later";
  readonly disposition = "retry";
  /** Milliseconds that the service asked for; undefined: the caller's own back-off. */
  readonly afterMs: number | undefined;
  /** The service said that it did not take the call: a change was certainly not made. */
  readonly refused: boolean;

  constructor(message: string, options: { afterMs?: number | undefined; refused?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.afterMs = options.afterMs;
    this.refused = options.refused ?? false;
  }
}

/** Only a person can move the case on. The message is the instruction that person reads. */
export class NeedsPersonError extends LeaverError {
  override readonly name = "NeedsPersonError";
  readonly code = "needs-person";
  readonly disposition = "park";
}

/** What should be changed is gone or already as wanted ("already so" signatures, m365-operations section 16). */
export class AlreadySoError extends LeaverError {
  override readonly name = "AlreadySoError";
  readonly code = "already-so";
  readonly disposition = "complete";
}

/** The object does not exist at the service. Callers decide what that means for them. */
export class NotFoundError extends LeaverError {
  override readonly name = "NotFoundError";
  readonly code = "not-found";
  readonly disposition = "park";
}

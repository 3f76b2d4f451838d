import type { RefusalStatus } from "../problem.ts";

/** What is not taken from a sender. `because` is for the log alone (RULE 1). */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly because: string;

  constructor(status: RefusalStatus, because: string) {
    super(because);
    this.status = status;
    this.because = because;
  }
}

/** A missing type is let through: what authenticates the sender and the parser decide. */
export function mayBeJson(contentType: string | null): boolean {
  return contentType === null || /^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType);
}

import { randomUUID } from "node:crypto";
import type { Person } from "./model.ts";

export interface SignIn {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly personId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  /** 0: success. */
  readonly errorCode: number;
  readonly failureReason: string | null;
}

const reasons: Readonly<Record<number, string>> = {
  0: "Other.",
  50057: "The user account is disabled.",
  50126: "Error validating credentials due to invalid username or password.",
};

/** The sign-in log. Entries become readable `lagMs` after the sign-in, as in the service. */
export class SignInLog {
  lagMs = 0;
  readonly #entries: SignIn[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The person tries to sign in with the password that they know; the account's state decides, unless told. */
  attempt(person: Person, errorCode = outcomeFor(person)): SignIn {
    const entry: SignIn = {
      id: randomUUID(),
      at: Date.now(),
      personId: person.id,
      userPrincipalName: person.userPrincipalName,
      displayName: person.displayName,
      errorCode,
      failureReason: reasons[errorCode] ?? "Sign-in failed.",
    };
    this.#entries.push(entry);
    this.#changed();
    return entry;
  }

  /** Every entry, also those that cannot be read yet; oldest first. */
  all(): readonly SignIn[] {
    return this.#entries;
  }

  /** Entries of an earlier run. */
  restore(entries: readonly SignIn[]): void {
    this.#entries.push(...entries);
  }

  /** What the log shows now, newest first. */
  visible(): readonly SignIn[] {
    const until = Date.now() - this.lagMs;
    return this.#entries.filter((entry) => entry.at <= until).reverse();
  }
}

function outcomeFor(person: Person): number {
  if (!person.accountEnabled) return 50057;
  return person.knowsPassword ? 0 : 50126;
}

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
  /** Undefined: the portal. */
  readonly appId?: string;
}

const reasons: Readonly<Record<number, string>> = {
  0: "Other.",
  50034:
    "The user account does not exist in the directory. To sign into this application, the account must be added to the directory.",
  50057: "The user account is disabled.",
  50126: "Error validating credentials due to invalid username or password.",
};

interface Attempt {
  readonly person: Person;
  readonly errorCode: number;
  readonly at: number;
  readonly appId: string | undefined;
}

/** The sign-in log. Entries become readable `lagMs` after the sign-in, as in the service. */
export class SignInLog {
  lagMs = 0;
  readonly #entries: SignIn[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The person tries to sign in with the password that they know; the account's state decides, unless told. */
  attempt(person: Person, errorCode = outcomeFor(person), appId?: string): SignIn {
    return this.#add({ person, errorCode, at: Date.now(), appId });
  }

  /** The person signed in to an application at some time, epoch milliseconds. */
  visited(person: Person, appId: string, at: number): SignIn {
    return this.#add({ person, errorCode: 0, at, appId });
  }

  #add({ person, errorCode, at, appId }: Attempt): SignIn {
    const entry: SignIn = {
      id: randomUUID(),
      at,
      personId: person.id,
      userPrincipalName: person.userPrincipalName,
      displayName: person.displayName,
      errorCode,
      failureReason: reasons[errorCode] ?? "Sign-in failed.",
      ...(appId !== undefined && { appId }),
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
    const visible = this.#entries.filter((entry) => entry.at <= until).reverse();
    return visible.sort((a, b) => b.at - a.at);
  }
}

function outcomeFor(person: Person): number {
  if (person.deletedAt !== undefined) return 50034;
  if (!person.accountEnabled) return 50057;
  return person.knowsPassword ? 0 : 50126;
}

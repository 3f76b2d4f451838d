import { createHash } from "node:crypto";

/**
 * Which passwords were set. Keeps a SHA-256 per person; the values themselves only in memory, for tests that look for
 * them in logs, messages and rows.
 */
export class PasswordBook {
  readonly #hashes = new Map<string, string>();
  readonly #seen: string[] = [];

  set(personId: string, password: string): void {
    this.#hashes.set(personId, createHash("sha256").update(password).digest("hex"));
    this.#seen.push(password);
  }

  /** A secret that is no password: a temporary access pass. */
  made(secret: string): void {
    this.#seen.push(secret);
  }

  wasSet(personId: string): boolean {
    return this.#hashes.has(personId);
  }

  hash(personId: string): string | undefined {
    return this.#hashes.get(personId);
  }

  /** SHA-256 in hex by object id. */
  hashes(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#hashes);
  }

  /** Facts of an earlier run; the values of that time are gone. */
  restore(hashes: Readonly<Record<string, string>>): void {
    for (const [personId, hash] of Object.entries(hashes)) this.#hashes.set(personId, hash);
  }

  seen(): readonly string[] {
    return this.#seen;
  }
}

/** Entra's rule for cloud passwords: 8 to 256 characters, three of four classes. */
export function meetsPolicy(password: string): boolean {
  return password.length >= 8 && password.length <= 256 && classesOf(password) >= 3;
}

/** How many of lower case, upper case, digits and symbols a password has. */
export function classesOf(password: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((characters) => characters.test(password)).length;
}

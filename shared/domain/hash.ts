import { createHash, randomBytes } from "node:crypto";

/** SHA-256 of the JSON text of the parts, as hex. Parts are joined as a JSON array, so no two lists give the same text. */
export function hashOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** A random name of 20 characters 0-9a-z: more than 100 bits. */
export function randomName(): string {
  return [...randomBytes(20)].map((byte) => (byte % 36).toString(36)).join("");
}

import { randomInt } from "node:crypto";

// Without look-alikes and without characters that a directory may refuse.
const classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!#$%*+-=?@^_~"];
const length = 48;

/** A random password of 48 characters with all four classes. Whoever calls this sends it once and keeps nothing. */
export function unknownPassword(): string {
  const all = classes.join("");
  const password = Array.from({ length }, () => all.charAt(randomInt(all.length))).join("");
  const complete = classes.every((letters) => [...letters].some((letter) => password.includes(letter)));
  return complete ? password : unknownPassword();
}

import { createHash } from "node:crypto";

/** Numbers in keys sort as text: 20 digits, as long as .NET ticks. */
export function sortable(value: number): string {
  return String(value).padStart(20, "0");
}

/** Anything from outside becomes part of a key only like this: no forbidden character, no length, no case (section 11.5). */
export function keyHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Row keys of a case's partition. `case` sorts after `audit:`, so one range reads all but the history. */
export const rowKeys = {
  case: "case",
  audit: (seq: number) => `audit:${sortable(seq)}`,
  outbox: (seq: number, index: number) => `outbox:${sortable(seq)}:${String(index).padStart(2, "0")}`,
  step: (order: number, name: string) => `step:${String(order).padStart(2, "0")}:${name}`,
} as const;

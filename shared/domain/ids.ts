import { z } from "zod";

/** Names one case. Random and URL-safe, at most 40 characters; never built from a name, address or HR id. */
export const CaseId = z
  .string()
  .regex(/^case-[0-9a-z]{20}$/)
  .brand<"CaseId">();
export type CaseId = z.infer<typeof CaseId>;

/** Entra object id of the leaver. Never the sign-in name: that changes during offboarding. */
export const LeaverId = z.uuid().toLowerCase().brand<"LeaverId">();
export type LeaverId = z.infer<typeof LeaverId>;

/** Name of a step, of its subscription and of its file. */
export const StepName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,49}$/)
  .brand<"StepName">();
export type StepName = z.infer<typeof StepName>;

/** Name of a configured HR source: a segment of the intake URL. */
export const SourceName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/)
  .brand<"SourceName">();
export type SourceName = z.infer<typeof SourceName>;

/** An instant as ISO 8601 in UTC with milliseconds: sorts as text. */
export const Instant = z.iso.datetime({ precision: 3 }).brand<"Instant">();
export type Instant = z.infer<typeof Instant>;

/** The instant of an epoch value in milliseconds. */
export function instant(epochMs: number): Instant {
  return Instant.parse(new Date(epochMs).toISOString());
}

/** Epoch milliseconds of an instant. */
export function epochMs(at: Instant): number {
  return Date.parse(at);
}

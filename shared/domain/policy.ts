import { z } from "zod";

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day as HH:MM");
const Zone = z.string().refine(isZone, "an IANA time zone, for example Europe/Oslo");

/** By use, because the list of supported zones holds no aliases such as Asia/Kolkata. An offset is no zone. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** The customer's rules. Every value has a default that a careful administrator would choose, except who is protected. */
export const Policy = z.strictObject({
  /** When access ends on the last working day, in the zone of the worker's site. */
  endOfWork: TimeOfDay.default("18:00"),
  /** Zone of a worker whose site is unknown. */
  defaultZone: Zone.default("UTC"),
  /** Zone by site name, as the HR system writes it. */
  sites: z.record(z.string(), Zone).default({}),
  /** Object ids that are never touched, whatever any input says (P7, R-10): emergency access, service, sync accounts. */
  protected: z.array(z.uuid().toLowerCase()).default([]),
  /** Who is told when the leaver has no manager who could be told: an object id. */
  fallbackContact: z.uuid().toLowerCase().optional(),
  /** Steps that this customer does not want, each with the reason that the plan shows. */
  skip: z.record(z.string(), z.string().min(3)).default({}),
  /** `unavailable` where the tenant has no licence for the sign-in log: the lockout then rests on two observations. */
  signInLog: z.enum(["required", "unavailable"]).default("required"),
});
export type Policy = z.infer<typeof Policy>;

/** True for people whom no case may ever touch. */
export function isProtected(policy: Policy, objectId: string): boolean {
  return policy.protected.includes(objectId.toLowerCase());
}

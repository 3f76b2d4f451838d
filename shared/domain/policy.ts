import { z } from "zod";
import { type CaseSettings, CaseSettingsChange, changed, usualSettings } from "./case-settings.ts";

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day as HH:MM");
const Zone = z.string().refine(isZone, "an IANA time zone, for example Europe/Oslo");
const ObjectId = z.uuid().toLowerCase();

/** By use, because the list of supported zones holds no aliases such as Asia/Kolkata. An offset is no zone. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** Why somebody leaves, as far as the HR system tells. */
export const TerminationType = z.enum(["resignation", "involuntary", "retirement", "death", "long-leave", "other"]);
export type TerminationType = z.infer<typeof TerminationType>;

/** What is known about a person when the plan is made; text as the source writes it. */
export interface PersonFacts {
  readonly country?: string | undefined;
  readonly department?: string | undefined;
  readonly workerType?: string | undefined;
  readonly terminationType?: TerminationType | undefined;
  readonly userType?: "member" | "guest" | undefined;
}

const Values = z.array(z.string().min(1)).min(1);

/** A rule: for whom, and what differs. Every condition that is given must hold; each holds for one of its values, in any letter case. */
const Rule = z.strictObject({
  /** What the plan shows as the reason. */
  because: z.string().min(3),
  when: z.strictObject({
    country: Values.optional(),
    department: Values.optional(),
    workerType: Values.optional(),
    terminationType: z.array(TerminationType).min(1).optional(),
    userType: z
      .array(z.enum(["member", "guest"]))
      .min(1)
      .optional(),
  }),
  set: CaseSettingsChange,
});
export type Rule = z.infer<typeof Rule>;

/** The customer's rules. Every value has a default that a careful administrator would choose, except who is protected. */
export const Policy = z.strictObject({
  /** For editors: where the JSON schema lies. */
  $schema: z.string().optional(),
  /** When access ends on the last working day, in the zone of the worker's site. */
  endOfWork: TimeOfDay.default("18:00"),
  /** Zone of a worker whose site is unknown. */
  defaultZone: Zone.default("UTC"),
  /** Zone by site name, as the HR system writes it. */
  sites: z.record(z.string(), Zone).default({}),
  /** Object ids that are never touched, whatever any input says (P7, R-10): emergency access, service, sync accounts. */
  protected: z.array(ObjectId).default([]),
  /** Takes over when no manager can: the second owner of everything, before the fallback contact (REQ-39, R-43). */
  secondaryOwner: ObjectId.optional(),
  /** Who is told when nobody else could be: an object id. */
  fallbackContact: ObjectId.optional(),
  /** Steps that this customer does not want, each with the reason that the plan shows. */
  skip: z.record(z.string(), z.string().min(3)).default({}),
  /** `unavailable` where the tenant has no licence for the sign-in log: the lockout then rests on two observations. */
  signInLog: z.enum(["required", "unavailable"]).default("required"),
  /** What differs from the usual for everybody. */
  defaults: CaseSettingsChange.default({}),
  /** What differs for some people; later rules win. */
  rules: z.array(Rule).default([
    { because: "long leave suspends only (R-11)", when: { terminationType: ["long-leave"] }, set: { end: "suspend" } },
    { because: "guests own nothing here (R-21)", when: { userType: ["guest"] }, set: { end: "suspend" } },
  ]),
  /** When so many people leave within a day that somebody must look first (R-09, P8). */
  breaker: z
    .strictObject({
      /** Cases within 24 hours that pass without a question. */
      people: z.int().min(1).default(25),
      /** Share of all accounts that passes without a question, from 0 to 1; the larger of both numbers counts. */
      share: z.number().min(0).max(1).default(0.02),
      /** `let-through`: the lockout goes on and only destructive steps wait. */
      lockout: z.enum(["stop", "let-through"]).default("stop"),
    })
    .prefault({}),
  /** When so many accounts are due for deletion on one day that somebody must look first: all of them wait. */
  deletions: z
    .strictObject({
      /** Deletions of one day that pass without a question. */
      people: z.int().min(1).default(25),
      /** Share of all accounts that passes without a question, from 0 to 1; the larger of both numbers counts. */
      share: z.number().min(0).max(1).default(0.02),
    })
    .prefault({}),
  /** Money per licence: SKU id to price of one seat and month, and whether seats can be given back (REQ-52, R-59). */
  prices: z
    .record(
      ObjectId,
      z.strictObject({
        monthly: z.number().min(0),
        currency: z.string().length(3),
        term: z.enum(["monthly", "annual", "partner", "volume"]).default("monthly"),
      }),
    )
    .default({}),
});
export type Policy = z.infer<typeof Policy>;

/** True for people whom no case may ever touch. */
export function isProtected(policy: Policy, objectId: string): boolean {
  return policy.protected.includes(objectId.toLowerCase());
}

/** The rules that hold for a person, in the order of the policy. */
export function rulesFor(policy: Policy, facts: PersonFacts): readonly Rule[] {
  return policy.rules.filter(({ when }) =>
    (Object.keys(when) as (keyof typeof when)[]).every((name) => {
      const wanted = when[name];
      const is = facts[name]?.toLowerCase();
      return wanted === undefined || (is !== undefined && wanted.some((value) => value.toLowerCase() === is));
    }),
  );
}

/** The settings of one case: the usual, the customer's defaults over it, then every rule that holds. */
export function settingsFor(policy: Policy, facts: PersonFacts): CaseSettings {
  return rulesFor(policy, facts).reduce(
    (settings, { set }) => changed(settings, set),
    changed(usualSettings, policy.defaults),
  );
}

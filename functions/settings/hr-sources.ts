import { z } from "zod";
import type { HrLookup } from "../../shared/adapters/hris/hr-lookup.ts";
import { schemeOf, webhookSchemes } from "../../shared/adapters/hris/webhook-schemes.ts";
import { SourceName } from "../../shared/domain/ids.ts";
import type { WebhookScheme } from "../../shared/domain/ports/webhook-scheme.ts";
import { directorySource } from "../../shared/domain/read-changes.ts";
import { type HrLookupSetting, HrLookups, lookupOf } from "./hr-lookups.ts";
import { secretFor, unverifiedOf } from "./hr-source-checks.ts";
import { type Environment, SettingError } from "./require.ts";

/** One configured HR system: how it calls Leaver, and how Leaver reads it. */
export interface HrSource {
  readonly name: SourceName;
  /** Undefined: it does not call, and is only read (`poll`). */
  readonly scheme: WebhookScheme | undefined;
  /** One, or two while a secret is being changed; none without a scheme. */
  readonly secrets: readonly string[];
  /** Undefined: cannot be read, so that every case of this source needs an approval (RULE 3). */
  readonly lookup: HrLookup | undefined;
  /** Undefined: recorded ends are not looked for. */
  readonly poll?: HrPoll | undefined;
  /** What the customer accepted although no public source confirms it: said at every start. */
  readonly unverified?: readonly string[];
}

/** When and how far back recorded ends are looked for. */
export interface HrPoll {
  /** Six fields, UTC. */
  readonly schedule: string;
  /** How far back the very first pass looks, in days. */
  readonly lookBackDays: number;
}

const schemes = Object.keys(webhookSchemes) as (keyof typeof webhookSchemes)[];
/** Six fields; that they mean something is for the host to say. */
const Schedule = z.string().regex(/^\S+( \S+){5}$/, "must have six fields, for example 0 15 4 * * *");
const Poll = z.strictObject({
  schedule: Schedule.default("0 15 4 * * *"),
  lookBackDays: z.int().min(1).max(3_650).default(31),
});

/** The text of `HR_SOURCES`. Secrets stand in settings of their own, so that each can be a Key Vault reference. */
const HrSources = z
  .array(
    z
      .strictObject({
        // What the directory itself tells has this source.
        name: SourceName.refine((name) => name !== directorySource, `"${directorySource}" is taken`),
        scheme: z.literal(schemes).optional(),
        lookup: HrLookups.optional(),
        poll: z.union([z.literal(false), Poll]).optional(),
        tokenHeader: z
          .string()
          .regex(/^[a-z][a-z0-9-]{1,63}$/, "must be a header name in small letters")
          .optional(),
        oldTimes: z.boolean().optional(),
        acceptUnverified: z.literal(true).optional(),
      })
      .refine(
        (source) => source.scheme !== undefined || listable(source.lookup),
        "has neither a scheme nor a lookup to poll",
      )
      .refine(({ scheme, tokenHeader }) => (scheme === "personio") === (tokenHeader !== undefined), {
        error: "tokenHeader goes with scheme personio, and only with it",
      })
      .refine(
        ({ scheme, oldTimes }) => oldTimes !== true || scheme === "bamboohr",
        "oldTimes goes with scheme bamboohr only",
      )
      .refine(({ scheme, lookup }) => scheme !== "entra-lifecycle" || lookup !== undefined, {
        error: "scheme entra-lifecycle names people by object id only: it needs a lookup, for example entra",
      })
      .refine(({ poll, lookup }) => poll === undefined || poll === false || listable(lookup), {
        error: "this lookup has no list of people: poll cannot be set",
      }),
  )
  .refine((sources) => new Set(sources.map((source) => source.name)).size === sources.length, "two have the same name");

function listable(lookup: HrLookupSetting | undefined): boolean {
  return lookup !== undefined && lookup.kind !== "entra" && (lookup.kind !== "http" || lookup.list !== undefined);
}

/**
 * The HR systems of the settings `HR_SOURCES` and, for each name in capitals with `_` for `-`, `HR_<NAME>_SECRET`,
 * `HR_<NAME>_SECRET_NEXT` (only while the secret is being changed), `HR_<NAME>_LOOKUP_KEY` (only with a lookup) and
 * `HR_<NAME>_ACCOUNT_TOKEN` (only with a lookup of Merge). Without `HR_SOURCES` there are none.
 *
 * @throws {SettingError} naming the setting that is missing, empty or malformed: nothing may start then (RULE 5)
 */
export function hrSources(environment: Environment): readonly HrSource[] {
  return parseSources(environment.HR_SOURCES).map((setting) => {
    const { name, scheme: schemeName, lookup, poll, acceptUnverified, ...options } = setting;
    const prefix = `HR_${name.toUpperCase().replaceAll("-", "_")}`;
    const unverified = unverifiedOf(setting);
    if (unverified.length > 0 && acceptUnverified !== true) {
      throw new SettingError(
        "HR_SOURCES",
        `source ${name} rests on what no public source confirms: ${unverified.join("; ")}. Check it, then set acceptUnverified`,
      );
    }
    const scheme = schemeName && schemeOf(schemeName, options);
    // The secret first: without it nobody can call, and the message should name it.
    const secrets = scheme === undefined ? [] : secretsOf(environment, prefix, scheme);
    return {
      name,
      scheme,
      secrets,
      lookup: lookup && lookupOf(lookup, prefix, environment),
      poll: poll === false || !listable(lookup) ? undefined : Poll.parse(poll ?? {}),
      ...(unverified.length > 0 && { unverified }),
    };
  });
}

function secretsOf(environment: Environment, prefix: string, scheme: WebhookScheme): readonly string[] {
  const names = [`${prefix}_SECRET`];
  if (environment[`${prefix}_SECRET_NEXT`] !== undefined) names.push(`${prefix}_SECRET_NEXT`);
  return names.map((each) => secretFor(environment, each, scheme.secretProblem));
}

function parseSources(text = "") {
  if (text.trim() === "") return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Without the cause: it quotes the text.
    throw new SettingError("HR_SOURCES", "is not JSON");
  }
  const sources = HrSources.safeParse(json);
  if (sources.success) return sources.data;
  const [issue] = sources.error.issues;
  throw new SettingError("HR_SOURCES", `is wrong at ${issue?.path.join(".") || "its top"}: ${issue?.message}`);
}

import { z } from "zod";
import type { HrLookup } from "../../shared/adapters/hris/hris-records.ts";
import { webhookSchemes } from "../../shared/adapters/hris/webhook-schemes.ts";
import { SourceName } from "../../shared/domain/ids.ts";
import type { WebhookScheme } from "../../shared/domain/ports/webhook-scheme.ts";
import { type Environment, SettingError } from "./require.ts";

/** One configured HR system: how it calls Leaver, and how Leaver reads it. */
export interface HrSource {
  readonly name: SourceName;
  readonly scheme: WebhookScheme;
  /** One, or two while a secret is being changed. */
  readonly secrets: readonly string[];
  /** Undefined: cannot be read, so that every case of this source needs an approval (RULE 3). */
  readonly lookup: HrLookup | undefined;
}

const HttpsUrl = z.string().refine(isSafeUrl, "must be an https URL without user, password or fragment");

/** The text of `HR_SOURCES`. Secrets stand in settings of their own, so that each can be a Key Vault reference. */
const HrSources = z
  .array(
    z.strictObject({
      name: SourceName,
      scheme: z.literal(Object.keys(webhookSchemes) as (keyof typeof webhookSchemes)[]),
      lookup: z
        .discriminatedUnion("kind", [
          z.strictObject({ kind: z.literal("bamboohr"), baseUrl: HttpsUrl }),
          z.strictObject({ kind: z.literal("http"), url: HttpsUrl }),
        ])
        .optional(),
    }),
  )
  .refine((sources) => new Set(sources.map((source) => source.name)).size === sources.length, "two have the same name");

/**
 * The HR systems of the settings `HR_SOURCES` and, for each name in capitals with `_` for `-`, `HR_<NAME>_SECRET`,
 * `HR_<NAME>_SECRET_NEXT` (only while the secret is being changed) and `HR_<NAME>_LOOKUP_KEY` (only with a lookup).
 * Without `HR_SOURCES` there are none.
 *
 * @throws {SettingError} naming the setting that is missing, empty or malformed: nothing may start then (RULE 5)
 */
export function hrSources(environment: Environment): readonly HrSource[] {
  return parseSources(environment.HR_SOURCES).map(({ name, scheme: schemeName, lookup }) => {
    const scheme = webhookSchemes[schemeName];
    const setting = `HR_${name.toUpperCase().replaceAll("-", "_")}`;
    const names = [`${setting}_SECRET`];
    if (environment[`${setting}_SECRET_NEXT`] !== undefined) names.push(`${setting}_SECRET_NEXT`);
    return {
      name,
      scheme,
      secrets: names.map((each) => secretOf(environment, each, scheme.secretProblem)),
      lookup: lookup && { ...lookup, key: secretOf(environment, `${setting}_LOOKUP_KEY`, lookupKeyProblem) },
    };
  });
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

function secretOf(environment: Environment, name: string, problemOf: (secret: string) => string | undefined): string {
  const secret = environment[name];
  if (secret === undefined) throw new SettingError(name, "is missing");
  if (secret.trim() === "") throw new SettingError(name, "is empty");
  // The platform leaves the reference itself in the setting when it cannot read the vault.
  if (secret.startsWith("@Microsoft.KeyVault(")) throw new SettingError(name, "could not be read from Key Vault");
  const problem = problemOf(secret);
  if (problem !== undefined) throw new SettingError(name, problem);
  return secret;
}

function lookupKeyProblem(key: string): string | undefined {
  return /^[\x21-\x7e]{8,4096}$/.test(key) ? undefined : "is not 8 to 4096 visible characters";
}

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.hash !== "") return false;
  const isHere = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  return url.protocol === "https:" || (url.protocol === "http:" && isHere);
}

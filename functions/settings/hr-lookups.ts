import { z } from "zod";
import type { HrLookup } from "../../shared/adapters/hris/hr-lookup.ts";
import { secretFor } from "./hr-source-checks.ts";
import type { Environment } from "./require.ts";

const HttpsUrl = z.string().refine(isSafeUrl, "must be an https URL without user, password or fragment");

/** How `HR_SOURCES` names the place where people are read. Addresses of the vendors are the defaults. */
export const HrLookups = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bamboohr"), baseUrl: HttpsUrl }),
  z.strictObject({ kind: z.literal("hibob"), baseUrl: HttpsUrl.default("https://api.hibob.com") }),
  z.strictObject({
    kind: z.literal("personio"),
    baseUrl: HttpsUrl.default("https://api.personio.de"),
    employeeIdAttribute: z.string().min(1).max(128).optional(),
  }),
  z.strictObject({ kind: z.literal("deel"), baseUrl: HttpsUrl.default("https://api.letsdeel.com") }),
  z.strictObject({ kind: z.literal("merge"), baseUrl: HttpsUrl.default("https://api.merge.dev") }),
  z.strictObject({ kind: z.literal("finch"), baseUrl: HttpsUrl.default("https://api.tryfinch.com") }),
  z.strictObject({ kind: z.literal("entra") }),
  z.strictObject({ kind: z.literal("http"), url: HttpsUrl, list: HttpsUrl.optional() }),
]);
export type HrLookupSetting = z.infer<typeof HrLookups>;

/** The lookup with its keys. @throws {SettingError} naming the key that is missing, empty or malformed */
export function lookupOf(setting: HrLookupSetting, prefix: string, environment: Environment): HrLookup {
  const key = (problemOf = keyProblem) => secretFor(environment, `${prefix}_LOOKUP_KEY`, problemOf);
  switch (setting.kind) {
    case "entra":
      return setting;
    case "hibob":
    case "personio":
      return { ...setting, key: key(pairProblem) };
    case "merge":
      return { ...setting, key: key(), accountToken: secretFor(environment, `${prefix}_ACCOUNT_TOKEN`, keyProblem) };
    default:
      return { ...setting, key: key() };
  }
}

function keyProblem(key: string): string | undefined {
  return /^[\x21-\x7e]{8,4096}$/.test(key) ? undefined : "is not 8 to 4096 visible characters";
}

function pairProblem(key: string): string | undefined {
  return keyProblem(key) ?? (/^[^:]+:.+$/.test(key) ? undefined : "is not an id and a secret with a colon between");
}

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.hash !== "") return false;
  const isHere = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  return url.protocol === "https:" || (url.protocol === "http:" && isHere);
}

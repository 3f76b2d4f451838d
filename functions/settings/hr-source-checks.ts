import { type Environment, SettingError } from "./require.ts";

/**
 * A secret of a setting.
 * @throws {SettingError} it is missing, empty, not resolved, or no secret of its kind; never with its value
 */
export function secretFor(
  environment: Environment,
  name: string,
  problemOf: (secret: string) => string | undefined,
): string {
  const secret = environment[name];
  if (secret === undefined) throw new SettingError(name, "is missing");
  if (secret.trim() === "") throw new SettingError(name, "is empty");
  // The platform leaves the reference itself in the setting when it cannot read the vault.
  if (secret.startsWith("@Microsoft.KeyVault(")) throw new SettingError(name, "could not be read from Key Vault");
  const problem = problemOf(secret);
  if (problem !== undefined) throw new SettingError(name, problem);
  return secret;
}

const ofScheme: Readonly<Record<string, readonly string[]>> = {
  personio: [
    "which header of a Personio webhook carries the token, and whether there is a signature",
    "that payload.person_id names the person",
  ],
};

const ofLookup: Readonly<Record<string, readonly string[]>> = {
  personio: ["the token call of Personio and how its lists name the next page"],
};

/** What a source rests on although no public primary source could be read for it. */
export function unverifiedOf(source: {
  readonly scheme?: string | undefined;
  readonly lookup?: { readonly kind: string } | undefined;
  readonly oldTimes?: boolean | undefined;
}): readonly string[] {
  return [
    ...(source.scheme === undefined ? [] : (ofScheme[source.scheme] ?? [])),
    ...(source.lookup === undefined ? [] : (ofLookup[source.lookup.kind] ?? [])),
    ...(source.oldTimes === true ? ["that repetitions of BambooHR keep the time of the first attempt"] : []),
  ];
}

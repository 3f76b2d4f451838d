import { type Finding, failed } from "./check.ts";

/**
 * The finding for an error that means that this machine has no managed identity, or not the one that the settings name;
 * undefined for every other error. The clients wrap it, so that only its words tell.
 *
 * @param setting that names the identity's client id
 */
export function noIdentity(error: unknown, setting: string): Finding | undefined {
  if (
    !(error instanceof Error) ||
    !/ManagedIdentityCredential|CredentialUnavailable/.test(`${error.name} ${error.message}`)
  ) {
    return undefined;
  }
  return failed(
    "there is no managed identity here, or not the one that the settings name",
    `In Azure, assign the user-assigned identity whose client id is in ${setting} to the app. Elsewhere, ask the deployed app: npm run doctor -- --url`,
  );
}

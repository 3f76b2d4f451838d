/** How the app proves itself, which decides what a refusal means. */
export type Proof = "certificate" | "secret" | "managed identity";

const certificateUnknown =
  "Add the certificate in M365_CERTIFICATE to the app registration (Certificates & secrets), or put the registered one into the setting";
const secretWrong =
  "Put the value of a valid client secret (not its id) into M365_CLIENT_SECRET, or better use M365_CERTIFICATE";
const notThere = "Check M365_CLIENT_ID and M365_TENANT_ID: the tenant has no such application";

/**
 * What the sign-in service's number means for whoever runs Leaver.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const byNumber: Readonly<Record<string, readonly [found: string, todo: string]>> = {
  "700027": ["the sign-in service does not know the certificate", certificateUnknown],
  "1000502": [
    "the certificate is outside of its validity",
    "Renew the certificate, register it, and put it into M365_CERTIFICATE",
  ],
  "700024": ["the signature's time is out of range", "Set the time of this machine by NTP"],
  "7000215": ["the sign-in service refuses the client secret", secretWrong],
  "7000222": ["the client secret has expired", secretWrong],
  "700016": ["the tenant does not know the application", notThere],
  "90002": ["there is no such tenant", "Check M365_TENANT_ID, and that M365_CLOUD is the tenant's cloud"],
  "7000112": [
    "the application is disabled in the tenant",
    "Enable the enterprise application of M365_CLIENT_ID in Entra",
  ],
  "500011": [
    "the tenant does not have the service",
    "Check that M365_CLOUD is the tenant's cloud, and that the tenant has the service",
  ],
};

/** What was found and what to do when there is no token. */
export function signInAdvice(
  refused: { readonly number: string | undefined; readonly answered: boolean },
  proof: Proof,
  login: string,
): readonly [found: string, todo: string] {
  const known = refused.number === undefined ? undefined : byNumber[refused.number];
  if (known !== undefined) return [`${known[0]} (AADSTS${refused.number})`, known[1]];
  if (refused.answered) {
    const number = refused.number === undefined ? "" : ` (AADSTS${refused.number})`;
    return [`the sign-in service refuses the application${number}`, `Check M365_CLIENT_ID and its ${proof}`];
  }
  if (proof === "managed identity") {
    const todo =
      "Run it in Azure with that identity assigned (or ask the deployed app with --url), or set M365_CERTIFICATE";
    return ["the managed identity gave no token", todo];
  }
  return ["the sign-in service does not answer", `Let this app reach ${login}`];
}

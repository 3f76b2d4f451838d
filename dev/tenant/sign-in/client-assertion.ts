import { constants, verify } from "node:crypto";
import { z } from "zod";
import type { Application, KnownCertificate } from "./application.ts";
import { type Problem, problem } from "./problem.ts";

const Header = z.object({
  alg: z.enum(["RS256", "PS256"]),
  x5t: z.string().optional(),
  "x5t#S256": z.string().optional(),
});
const Claims = z.object({
  aud: z.string(),
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
});

/** Clocks of client and service may differ by so much. */
const skewSeconds = 300;

/**
 * Checks that the application has signed this (JWT of RFC 7523, as the Azure SDK makes it). Nothing: it has.
 *
 * @param audiences what the token endpoint may be called in it
 */
export function assertionProblem(
  assertion: string,
  application: Application,
  audiences: readonly string[],
): Problem | undefined {
  const [head = "", payload = "", signature = ""] = assertion.split(".");
  const header = Header.safeParse(decode(head));
  const claims = Claims.safeParse(decode(payload));
  if (!header.success || !claims.success) return refused(50027, "JWT token is invalid or malformed.");
  const { alg, x5t, "x5t#S256": sha256 } = header.data;
  const certificate = application.certificate(sha256 ?? x5t ?? "");
  if (certificate === undefined) {
    const message = `Client assertion contains an invalid signature. [Reason - The key was not found., Thumbprint of key used by client: '${sha256 ?? x5t ?? ""}'].`;
    return refused(700027, message);
  }
  if (!isSignedBy(certificate, alg, `${head}.${payload}`, signature)) {
    return refused(700027, "Client assertion contains an invalid signature. [Reason - The signature is invalid.].");
  }
  const now = Date.now();
  if (now < certificate.validFrom || now > certificate.validTo) {
    return refused(1000502, "The provided certificate is not within its specified validity period.");
  }
  return claimsProblem(claims.data, application, audiences);
}

function claimsProblem(
  { aud, iss, sub, exp, nbf = 0 }: z.infer<typeof Claims>,
  application: Application,
  audiences: readonly string[],
): Problem | undefined {
  const now = Date.now() / 1000;
  if (now > exp + skewSeconds || now < nbf - skewSeconds) {
    return refused(700024, "Client assertion is not within its valid time range.");
  }
  if (iss !== application.id || sub !== application.id) {
    return refused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  }
  if (!audiences.includes(aud)) {
    return refused(700023, "Client assertion audience claim does not match Realm issuer.");
  }
  return undefined;
}

function isSignedBy({ publicKey }: KnownCertificate, alg: string, content: string, signature: string): boolean {
  const padding = alg === "PS256" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const key = { key: publicKey, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify("sha256", Buffer.from(content), key, Buffer.from(signature, "base64url"));
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    // No JSON is malformed as well.
    return undefined;
  }
}

const refused = (number: number, message: string): Problem => problem(401, "invalid_client", number, message);

import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { SettingError } from "./require.ts";

/**
 * A certificate with its private key, both PEM: the setting's own text, with line breaks as they are or as `\n`, or the
 * path of a file that holds it. In Azure it is a Key Vault reference to a secret of type `application/x-pem-file`.
 *
 * @returns undefined without a setting
 * @throws {SettingError} naming the setting, never its value
 */
export function certificateIn(setting: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  // The platform leaves the reference itself in the setting when it cannot read the vault.
  if (value.startsWith("@Microsoft.KeyVault(")) throw new SettingError(setting, "could not be read from Key Vault");
  const pem = value.includes("-----BEGIN ") ? value.replaceAll("\\n", "\n") : textOf(setting, value);
  const problem = problemOf(pem);
  if (problem !== undefined) throw new SettingError(setting, problem);
  return pem;
}

function textOf(setting: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Without the cause: it quotes the value, which may be a certificate in another form.
    throw new SettingError(setting, "is neither a certificate in PEM nor a file that can be read");
  }
}

function problemOf(pem: string): string | undefined {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== "rsa") return "has no RSA key: the sign-in service takes no other";
    return new X509Certificate(pem).checkPrivateKey(key) ? undefined : "has a key that is not the certificate's";
  } catch {
    return "does not hold a certificate and its private key, both in PEM and without a password";
  }
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { expect, test } from "vitest";
import { applicationCertificate } from "../../dev/application-certificate.ts";
import { certificateIn } from "../../functions/settings/certificate.ts";

const setting = "M365_CERTIFICATE";
const own = await applicationCertificate();
const [key = "", cert = ""] = own.split(/(?=-----BEGIN CERTIFICATE-----)/);

test("a certificate is text with line breaks, text with \\n, in either order, or a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "leaver-certificate-"));
  const file = join(folder, "application.pem");
  await writeFile(file, own);

  expect(certificateIn(setting, undefined)).toBeUndefined();
  expect(certificateIn(setting, own)).toBe(own);
  expect(certificateIn(setting, own.replaceAll("\n", "\\n"))).toBe(own);
  expect(certificateIn(setting, `${cert}${key}`)).toBe(`${cert}${key}`);
  expect(certificateIn(setting, file)).toBe(own);
  await rm(folder, { recursive: true });
});

test("what cannot be used stops the start, names the setting and never its value", async () => {
  const another = await generate([{ name: "commonName", value: "canary" }], { keySize: 2048, algorithm: "sha256" });
  const elliptic = await generate([{ name: "commonName", value: "canary" }], { keyType: "ec", algorithm: "sha256" });
  const wrong = {
    "@Microsoft.KeyVault(SecretUri=https://canary.vault.example/)": "Key Vault",
    "/no/such/canary.pem": "neither",
    [cert]: "private key",
    [key]: "certificate",
    [`${another.private}${cert}`]: "not the certificate's",
    [`${elliptic.private}${elliptic.cert}`]: "RSA",
  };

  for (const [value, because] of Object.entries(wrong)) {
    expect(() => certificateIn(setting, value)).toThrow(new RegExp(`^Setting ${setting}: .*${because}`));
    expect(() => certificateIn(setting, value)).not.toThrow("canary");
  }
});

import { generate } from "selfsigned";

let made: Promise<string> | undefined;

/**
 * What the local application proves itself with at sign-in: certificate and private key in PEM. Made once for each
 * process, because making a key takes a moment; it opens nothing but the local tenant.
 */
export function applicationCertificate(): Promise<string> {
  made ??= newCertificate();
  return made;
}

async function newCertificate(): Promise<string> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "leaver-local" }], {
    keySize: 2048,
    algorithm: "sha256",
    // Fixed: virtual time runs ahead of the machine's.
    notBeforeDate: new Date("2020-01-01"),
    notAfterDate: new Date("2149-12-31"),
  });
  return `${key.trim()}\n${cert.trim()}\n`;
}

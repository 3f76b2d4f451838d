import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { generate } from "selfsigned";

/** A certificate for `localhost`, in PEM. It is its own authority: trust `cert` to trust the local stack. */
export interface LocalCertificate {
  readonly cert: string;
  readonly key: string;
  /** Where `cert` lies, for `NODE_EXTRA_CA_CERTS`. */
  readonly certFile: string;
}

/**
 * The certificate of the local stack, made on first use and kept beside `certFile`. The Microsoft SDKs refuse plain
 * HTTP for sign-in and Graph, so the simulated tenant speaks TLS.
 */
export async function localCertificate(certFile: string): Promise<LocalCertificate> {
  const keyFile = certFile.replace(/\.pem$/, ".key.pem");
  try {
    return { cert: await readFile(certFile, "utf8"), key: await readFile(keyFile, "utf8"), certFile };
  } catch {
    const made = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      curve: "P-256",
      algorithm: "sha256",
      // Fixed, not relative to now: virtual time runs ahead, while TLS checks the machine's clock.
      notBeforeDate: new Date("2020-01-01"),
      notAfterDate: new Date("2049-12-31"),
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        {
          name: "subjectAltName",
          altNames: [
            { type: 2, value: "localhost" },
            { type: 7, ip: "127.0.0.1" },
          ],
        },
      ],
    });
    await mkdir(dirname(certFile), { recursive: true });
    await writeFile(keyFile, made.private, { mode: 0o600 });
    await writeFile(certFile, made.cert);
    return { cert: made.cert, key: made.private, certFile };
  }
}

/** Trusts the local stack's certificate in this process, for adapters that run here; in a worker NODE_EXTRA_CA_CERTS does. */
export function trustCertificate({ cert }: LocalCertificate): void {
  setDefaultCACertificates([...getCACertificates("default"), cert]);
}

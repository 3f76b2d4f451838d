import { getCACertificates } from "node:tls";
import { inject } from "vitest";
import { type LocalCertificate, trustCertificate } from "../dev/certificates.ts";

/** The certificate of the test run, trusted by this process from now on. */
export function trustedCertificate(): LocalCertificate {
  const certificate = inject("certificate");
  if (!getCACertificates("default").includes(certificate.cert)) trustCertificate(certificate);
  return certificate;
}

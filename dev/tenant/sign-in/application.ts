import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import { clientId } from "../ids.ts";
import type { Resource } from "./tokens.ts";

/** A certificate that the application may sign in with. */
export interface KnownCertificate {
  readonly publicKey: KeyObject;
  /** Epoch milliseconds, from the certificate. */
  readonly validFrom: number;
  readonly validTo: number;
}

export type SecretState = "valid" | "expired" | "unknown";

/** Leaver's app registration in this tenant: what it proves itself with, and what it was granted. */
export class Application {
  readonly id = clientId;
  /** Switched off, it gets no token any more. */
  enabled = true;
  /** Application permissions in Graph tokens; undefined: every one that some endpoint asks for. */
  graphPermissions: readonly string[] | undefined;
  /** The same for the other services. */
  readonly #others = new Map<Resource, readonly string[]>();
  /** Directory roles of its service principal, by name: they let it reach people who hold roles (m365-operations 2.10). */
  directoryRoles: readonly string[];
  readonly #secrets = new Map<string, number>();
  readonly #certificates = new Map<string, KnownCertificate>();

  constructor(graphPermissions: readonly string[] | undefined, directoryRoles: readonly string[]) {
    this.graphPermissions = graphPermissions;
    this.directoryRoles = directoryRoles;
  }

  /** Permissions in tokens for a service; undefined: every one that some endpoint asks for. */
  permissionsOf(resource: Resource): readonly string[] | undefined {
    return resource === "graph" ? this.graphPermissions : this.#others.get(resource);
  }

  /** Tokens that were issued before keep what they have. */
  setPermissions(resource: Resource, permissions: readonly string[]): void {
    if (resource === "graph") this.graphPermissions = permissions;
    else this.#others.set(resource, permissions);
  }

  /** @param expiresAt epoch milliseconds of virtual time */
  addSecret(secret: string, expiresAt = Number.POSITIVE_INFINITY): void {
    this.#secrets.set(secret, expiresAt);
  }

  /** Tokens that were issued for it live on until they expire. */
  revokeSecret(secret: string): void {
    this.#secrets.delete(secret);
  }

  secret(value: string): SecretState {
    const expiresAt = this.#secrets.get(value);
    if (expiresAt === undefined) return "unknown";
    return expiresAt > Date.now() ? "valid" : "expired";
  }

  /** @param pem the certificate, without the key */
  addCertificate(pem: string): void {
    const certificate = new X509Certificate(pem);
    const known: KnownCertificate = {
      publicKey: certificate.publicKey,
      validFrom: Date.parse(certificate.validFrom),
      validTo: Date.parse(certificate.validTo),
    };
    for (const thumbprint of thumbprintsOf(certificate)) this.#certificates.set(thumbprint, known);
  }

  removeCertificate(pem: string): void {
    for (const thumbprint of thumbprintsOf(new X509Certificate(pem))) this.#certificates.delete(thumbprint);
  }

  /** @param thumbprint SHA-256 or SHA-1 of the certificate, base64url */
  certificate(thumbprint: string): KnownCertificate | undefined {
    return this.#certificates.get(thumbprint);
  }
}

function thumbprintsOf({ raw }: X509Certificate): readonly string[] {
  return ["sha256", "sha1"].map((algorithm) => createHash(algorithm).update(raw).digest("base64url"));
}

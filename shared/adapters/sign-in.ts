import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from "@azure/identity";
import { NeedsPersonError, TryLaterError } from "../domain/errors.ts";

/** Who Leaver is in the tenant. */
export interface Application {
  readonly tenantId: string;
  readonly clientId: string;
  /** Certificate with its private key, both PEM. Goes before the secret: SharePoint takes no token that a secret gave. */
  readonly certificate: string | undefined;
  /** Absent like the certificate: the managed identity with that client id. */
  readonly clientSecret: string | undefined;
  /** Origin of the sign-in service. */
  readonly login: string;
  /** The sign-in service is not one of Microsoft's, so that Microsoft cannot be asked about it. */
  readonly local: boolean;
}

/** A source of the application's credential; called again when a token turned out to be refused. */
export function credentialOf(application: Application): () => TokenCredential {
  // A retry inside would sleep, and be paid for: the step is queued again instead.
  const retryOptions = { maxRetries: 0 };
  const { tenantId, clientId, certificate, clientSecret, login, local } = application;
  const options = { authorityHost: login, disableInstanceDiscovery: local, retryOptions };
  if (certificate !== undefined) {
    return () => new ClientCertificateCredential(tenantId, clientId, { certificate }, options);
  }
  if (clientSecret === undefined) return () => new ManagedIdentityCredential({ clientId, retryOptions });
  return () => new ClientSecretCredential(tenantId, clientId, clientSecret, options);
}

/** The credential's own client, after a 5xx, refuses for a minute without asking. */
const ownRefusalMs = 60_000;
const oauthRefusals = /\b(invalid_client|unauthorized_client|invalid_request|invalid_grant|invalid_resource)\b/;

/** Access tokens of the application, kept by the credential until shortly before they expire. */
export class SignIn {
  readonly #create: () => TokenCredential;
  readonly #timeoutMs: number;
  readonly #underway = new Map<string, Promise<string>>();
  #credential: TokenCredential;
  #repeatedAt = Number.NEGATIVE_INFINITY;

  /** @param timeoutMs milliseconds until a sign-in counts as unanswered */
  constructor(create: () => TokenCredential, timeoutMs = 20_000) {
    this.#create = create;
    this.#timeoutMs = timeoutMs;
    this.#credential = create();
  }

  /**
   * A token for a service.
   *
   * @param resource origin of the service, for example `https://graph.microsoft.com`
   * @throws {TryLaterError} the sign-in service does not answer
   * @throws {NeedsPersonError} it does not know the application, its certificate or its secret
   */
  token(resource: string): Promise<string> {
    const underway = this.#underway.get(resource);
    if (underway !== undefined) return underway;
    const asked = this.#ask(resource).finally(() => this.#underway.delete(resource));
    this.#underway.set(resource, asked);
    return asked;
  }

  /** Forgets the tokens: one was refused, or permissions may have been granted since. */
  renew(): void {
    this.#underway.clear();
    this.#credential = this.#create();
  }

  async #ask(resource: string): Promise<string> {
    const expired = AbortSignal.timeout(this.#timeoutMs);
    try {
      return await this.#askedTwice(resource, expired);
    } catch (cause) {
      if (isRefusal(cause)) {
        throw new NeedsPersonError(
          "Check the application's id, certificate or secret, and consent (M365_CLIENT_ID), then resume",
          { cause },
        );
      }
      throw new TryLaterError("The sign-in service gave no token", { cause });
    }
  }

  /** A sign-in service that stumbles once stops no lockout for a minute: a fresh client asks at once, once a minute (ADR 0021). */
  async #askedTwice(resource: string, expired: AbortSignal): Promise<string> {
    const asked = this.#credential;
    try {
      return await tokenOf(asked, resource, expired);
    } catch (error) {
      if (isRefusal(error) || expired.aborted || Date.now() - this.#repeatedAt < ownRefusalMs) throw error;
      this.#repeatedAt = Date.now();
      // Another resource may have renewed it meanwhile.
      if (this.#credential === asked) this.#credential = this.#create();
      return await tokenOf(this.#credential, resource, expired);
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && oauthRefusals.test(error.message);
}

/** The credential does not pass an abort signal on. */
async function tokenOf(credential: TokenCredential, resource: string, expired: AbortSignal): Promise<string> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new Error("No answer from the sign-in service"));
  expired.addEventListener("abort", giveUp, { once: true });
  try {
    const answer = await Promise.race([credential.getToken(`${resource}/.default`), late]);
    if (answer === null) throw new Error("The sign-in service gave no token");
    return answer.token;
  } finally {
    expired.removeEventListener("abort", giveUp);
  }
}

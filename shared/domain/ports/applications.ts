import type { Instant, LeaverId } from "../ids.ts";

/** What a person allowed an application to do in their name. Consents of the whole tenant are not among them. */
export interface Consent {
  readonly id: string;
  /** Service principal of the application that was allowed. */
  readonly clientId: string;
  readonly resourceId: string;
  readonly scope: string;
}

/** A role of a person in an application. */
export interface AppRole {
  readonly id: string;
  readonly resourceId: string;
  readonly appRoleId: string;
  /** The group that has the role; undefined: the person's own. It ends with the membership only. */
  readonly throughGroup?: string | undefined;
}

/** A secret or certificate of an app registration, without its value, which nobody can read again. */
export interface AppSecret {
  readonly keyId: string;
  readonly kind: "password" | "certificate";
  readonly endsAt: Instant | undefined;
}

/** Applications and what people have of them. Same errors as `Directory`; what is gone or there already is no error. */
export interface Applications {
  consentsOf(id: LeaverId): Promise<readonly Consent[]>;
  removeConsent(consentId: string): Promise<void>;
  /** For undo. */
  giveConsent(id: LeaverId, consent: Consent): Promise<void>;
  /** Own roles and those of groups. */
  rolesOf(id: LeaverId): Promise<readonly AppRole[]>;
  removeRole(role: AppRole): Promise<void>;
  /** For undo. */
  giveRole(id: LeaverId, role: AppRole): Promise<void>;
  /** Object ids of the app registrations that the person owns. */
  ownedBy(id: LeaverId): Promise<readonly string[]>;
  owners(appId: string): Promise<readonly { readonly id: LeaverId; readonly enabled: boolean }[]>;
  secretsOf(appId: string): Promise<readonly AppSecret[]>;
  addOwner(appId: string, id: LeaverId): Promise<void>;
  removeOwner(appId: string, id: LeaverId): Promise<void>;
}

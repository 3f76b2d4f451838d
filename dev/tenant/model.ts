/** A way to sign in. `type` is Graph's name without the namespace; `view` is what Graph shows besides id and type. */
export interface AuthenticationMethod {
  readonly id: string;
  readonly type: string;
  /** The default cannot be deleted while others remain, and v1.0 does not tell which one it is. */
  readonly isDefault: boolean;
  readonly view: Readonly<Record<string, unknown>>;
}

export interface Licence {
  readonly skuId: string;
  readonly skuPartNumber: string;
  /** Group that assigns it; null: assigned directly. */
  readonly assignedByGroup: string | null;
}

/** An active directory role. */
export interface RoleAssignment {
  readonly id: string;
  readonly roleDefinitionId: string;
  readonly roleName: string;
  /** Undefined: `/`, the whole tenant. */
  readonly directoryScopeId?: string;
  /** Epoch milliseconds; undefined: for good. */
  readonly endsAt?: number;
  /** Out of an eligibility. */
  readonly activated?: boolean;
}

/** An account with what belongs to it. Times are epoch milliseconds. */
export interface Person {
  /** Short name that tests and the demo use. */
  readonly key: string;
  readonly id: string;
  readonly employeeId: string | null;
  readonly hrId: string | null;
  /** After a change of names or addresses the indexes of `People` have to follow: `hide` before, `add` after. */
  userPrincipalName: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  readonly mail: string | null;
  /** `SMTP:` before the primary address, `smtp:` before the others. */
  proxyAddresses: readonly string[];
  department: string | null;
  officeLocation: string | null;
  usageLocation: string;
  /** Ordinary properties that were written, by Graph's names: job title, phone numbers and so on. */
  facts: Readonly<Record<string, unknown>>;
  readonly userType: "Member" | "Guest";
  readonly isResourceAccount: boolean | null;
  readonly createdAt: number;
  onPremisesSyncEnabled: boolean | null;
  managerId: string | undefined;
  accountEnabled: boolean;
  sessionsValidFrom: number;
  passwordChangedAt: number;
  /** The person knows the password: false once somebody else has set it. */
  knowsPassword: boolean;
  methods: readonly AuthenticationMethod[];
  roles: readonly RoleAssignment[];
  licences: readonly Licence[];
  groupIds: readonly string[];
  deviceIds: readonly string[];
  /** Since when the account is in the bin; undefined: it lives. */
  deletedAt: number | undefined;
}

export interface Device {
  readonly id: string;
  readonly deviceId: string;
  readonly ownerId: string;
  readonly displayName: string;
  readonly operatingSystem: string;
  /** `AzureAd` joined, `Workplace` registered, `ServerAd` hybrid: mastered in Active Directory. */
  readonly trustType: "AzureAd" | "Workplace" | "ServerAd";
  readonly lastSignInAt: number;
  accountEnabled: boolean;
}

/** Switches of Set-CASMailbox (m365-operations 6.4). SMTP is inverted and null where the tenant's default applies. */
export const casSwitches = [
  "ActiveSyncEnabled",
  "OWAEnabled",
  "OWAforDevicesEnabled",
  "ECPEnabled",
  "MAPIEnabled",
  "EwsEnabled",
  "ImapEnabled",
  "PopEnabled",
  "OutlookMobileEnabled",
  "OneWinNativeOutlookEnabled",
  "UniversalOutlookEnabled",
  "MacOutlookEnabled",
  "SmtpClientAuthenticationDisabled",
] as const;
export type CasSwitch = (typeof casSwitches)[number];
export type CasSettings = Readonly<Record<CasSwitch, boolean | null>>;

export interface Mailbox {
  /** Entra object id, `ExternalDirectoryObjectId` in Exchange. */
  readonly personId: string;
  readonly exchangeGuid: string;
  readonly address: string;
  readonly displayName: string;
  kind: "UserMailbox" | "SharedMailbox";
  cas: CasSettings;
}

/** One mail as the catcher keeps it. `at` is ISO 8601. */
export interface CaughtMail {
  readonly id: string;
  readonly at: string;
  readonly senderId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly contentType: string;
  readonly content: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly inSentItems: boolean;
}

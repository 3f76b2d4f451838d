/** One thing that is asked of Graph, in the words of the person who reads that it was refused. */
export interface Operation {
  /** Subject of the sentence. */
  readonly what: string;
  /** The least application permission. */
  readonly permission: string;
  /** What holders of an administrator role need besides. */
  readonly roleForAdmins?: string;
  /** What to do where the object is mastered on premises. */
  readonly onPremises?: string;
  /** What is asked for besides the answer itself, as the `Prefer` header says it. */
  readonly prefer?: string;
  /** Instructions by Graph's error code, before the general ones. */
  readonly instead?: ReadonlyMap<string, string>;
}

const roleForAdmins = "Privileged Authentication Administrator";

export const readAccount: Operation = { what: "Reading the account", permission: "User.Read.All" };

export const countAccounts: Operation = { what: "Counting the accounts", permission: "User.Read.All" };

export const setEnabled: Operation = {
  what: "Blocking or allowing sign-in",
  permission: "User.EnableDisableAccount.All",
  roleForAdmins,
  onPremises: "Disable the account in the on-premises directory, then resume",
};

export const revokeSessions: Operation = {
  what: "Revoking the sessions",
  permission: "User.RevokeSessions.All",
  roleForAdmins,
};

export const resetPassword: Operation = {
  what: "Resetting the password",
  permission: "User-PasswordProfile.ReadWrite.All",
  roleForAdmins,
  onPremises: "Reset the password in the on-premises directory to one that nobody knows, then resume",
};

export const givePass: Operation = {
  what: "Making a temporary access pass",
  permission: "UserAuthMethod-TAP.ReadWrite.All",
  roleForAdmins,
};

export const rename: Operation = {
  what: "Changing the sign-in name",
  permission: "User.ReadWrite.All",
  roleForAdmins,
  onPremises: "Change the sign-in name in the on-premises directory, wait for the sync, then resume (R-61)",
};

export const readSignInMethods: Operation = {
  what: "Reading the sign-in methods",
  permission: "UserAuthenticationMethod.Read.All",
  roleForAdmins,
};

/** `permission` by kind of method: see `removable-sign-in-methods.ts` of the domain. */
export function removeSignInMethod(permission: string): Operation {
  return { what: "Removing a sign-in method", permission, roleForAdmins };
}

export const readDevices: Operation = { what: "Reading the devices", permission: "User.Read.All" };

export const setDevice: Operation = {
  what: "Disabling or enabling a device",
  permission: "Device.ReadWrite.All",
  onPremises: "Disable the computer in the on-premises directory, then resume",
};

export const readSignIns: Operation = {
  what: "Reading the sign-in log",
  permission: "AuditLog.Read.All",
  instead: new Map([
    [
      "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
      "The sign-in log takes Microsoft Entra ID P1: check the log by hand, or get the licence, then resume",
    ],
  ]),
};

/**
 * Broader than ids need. Microsoft's permission list also names GroupMember.ReadBasic.All and Group.ReadBasic.All for
 * this path, but marks this one as the least, and the page of the call knows no narrower one for an application. With a
 * narrower one, roles and administrative units would come with limited information at best.
 *
 * @see https://learn.microsoft.com/graph/api/user-list-memberof
 */
export const readMemberships: Operation = { what: "Reading the memberships", permission: "Directory.Read.All" };

const noSender =
  "The mailbox that notices are sent from does not exist or cannot send: check NOTICE_SENDER, then resume";
const senderRefusals = [
  ["ErrorInvalidUser", noSender],
  ["MailboxNotEnabledForRESTAPI", noSender],
  ["MailboxNotSupportedForRESTAPI", noSender],
  ["Request_ResourceNotFound", noSender],
  ["ResourceNotFound", noSender],
  [
    "ErrorAccessDenied",
    "The application may not use the mailbox that notices are sent from: grant it Mail.Send and Mail.ReadBasic.All, then resume",
  ],
] as const;

export const findNotice: Operation = {
  what: "Looking for the notice",
  permission: "Mail.ReadBasic.All",
  instead: new Map(senderRefusals),
};

export const sendNotice: Operation = {
  what: "Sending the notice",
  permission: "Mail.Send",
  instead: new Map([
    ...senderRefusals,
    [
      "ErrorInvalidRecipients",
      "The reader of the notice has no valid mail address: correct it in the directory, then resume",
    ],
  ]),
};

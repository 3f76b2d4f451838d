import { z } from "zod";

const ObjectId = z.uuid().toLowerCase();

/** Somebody who takes something over: the custodian of the case, nobody, or one person or group by object id. */
export const Successor = z.union([z.enum(["custodian", "nobody"]), ObjectId]);
export type Successor = z.infer<typeof Successor>;

/**
 * What becomes of the account (FACT-11): `living-account` stays, blocked, without licence; `inactive-mailbox` is held,
 * then deleted while licensed; `plain-deletion` keeps nothing; `suspend` only locks out, because the person returns.
 */
export const EndState = z.enum(["living-account", "inactive-mailbox", "plain-deletion", "suspend"]);
export type EndState = z.infer<typeof EndState>;

const MailboxSettings = z.strictObject({
  /** Opens the old mail to others and needs no licence below 50 GB (REQ-22, FACT-18). */
  convertToShared: z.boolean(),
  /** Litigation hold before anything can be lost. An inactive mailbox needs it. */
  hold: z.enum(["none", "litigation"]),
  /** How long the hold lasts, in days; undefined: until somebody lifts it. */
  holdDays: z.int().min(1).max(36_500).optional(),
  /** Who may open the old mail. */
  fullAccess: Successor,
  /** Who may answer in the leaver's name. */
  sendAs: Successor,
  /** Who gets new mail. */
  forwardTo: Successor,
  /** A forwarded mail stays in the leaver's mailbox as well. */
  forwardKeepsCopy: z.boolean(),
  /**
   * Every mailbox of the organisation is asked whether the leaver may open it, because the service cannot be asked the
   * other way round: two calls for each mailbox. Otherwise only the mailboxes that are likely (m365-operations 8.10).
   */
  scanRights: z.boolean(),
  hideFromAddressLists: z.boolean(),
  autoReply: z.enum(["off", "on"]),
  /** Languages of the auto-reply, in this order. */
  autoReplyLanguages: z.array(z.enum(["en", "sv", "nb", "da", "nl", "de", "fr"])).min(1),
  cancelMeetings: z.boolean(),
  /** How far ahead meetings are cancelled, in days; the service takes at most 1825. */
  meetingWindowDays: z.int().min(1).max(1825),
  inboxRules: z.enum(["remove", "keep"]),
  /** An operator exports the mailbox to a file before anything is removed (REQ-16). */
  export: z.enum(["none", "operator"]),
});

const DriveSettings = z.strictObject({
  /** `access`: the successor becomes an administrator of the OneDrive; `copy`: its content goes to a library. */
  handOver: z.enum(["access", "copy", "nothing"]),
  to: Successor,
  /** Where copies go. */
  library: z.strictObject({ siteId: z.string().min(1), driveId: z.string().min(1), folder: z.string() }).optional(),
  /** `exempt`: Education, GCC and DoD tenants, where a OneDrive without licence is not archived (FACT-03). */
  withoutLicence: z.enum(["archived", "exempt"]),
  /**
   * A person is called when a OneDrive is still there so many days after its owner's account was deleted, whatever keeps
   * it; undefined: as long as it takes.
   */
  keepAtMostDays: z.int().min(30).max(36_500).optional(),
});

const DeviceSettings = z.strictObject({
  /** `wipe` resets the whole device and is for company devices only. */
  company: z.enum(["wipe", "retire", "nothing"]),
  /** A private or unknown device loses the company's data only (REQ-29). */
  personal: z.enum(["account-only", "nothing"]),
});

/** What may differ from case to case. Frozen in the case when its plan is made. */
export const CaseSettings = z.strictObject({
  end: EndState,
  /** `urgent`: access ends as soon as the notice of a person's last day is accepted, not at the end of work (REQ-01). */
  lane: z.enum(["normal", "urgent"]),
  /**
   * Who is told ahead of the last day and on its morning: the manager, or who stands in for one, or nobody. Undefined in
   * rows of older builds, whose plans announce nothing.
   */
  announce: z.enum(["manager", "nobody"]).optional(),
  /** How many days before access ends the manager is told; undefined in rows of older builds. */
  announceDays: z.int().min(1).max(365).optional(),
  /** A holder of an administrator role: Leaver removes the roles, or a person does it first. */
  adminRoles: z.enum(["person", "remove"]),
  /** Who is asked to change what Active Directory masters: the operator, or the customer's agent by an event (REQ-13). */
  onPremises: z.enum(["person", "agent"]),
  mailbox: MailboxSettings,
  drive: DriveSettings,
  devices: DeviceSettings,
  /** Who owns groups, teams and app registrations next, and gets the direct reports. */
  owner: Successor,
  /** To reassign takes a right over every account of the directory; `list`: a person does it. */
  directReports: z.enum(["reassign", "list"]),
  /** To replace owners takes a right with which every application can be taken over; `list`: a person does it. */
  appOwners: z.enum(["replace", "list"]),
  /**
   * Somebody else has the sign-in name of an account that is to be restored: only the restored one may get another name, or
   * also the active one, which takes a right over every account of the directory (REQ-68). Undefined in rows of older builds.
   */
  restoreConflicts: z.enum(["rename-restored", "rename-active"]).optional(),
  groups: z.enum(["remove", "keep"]),
  phoneNumber: z.enum(["unassign", "keep"]),
  licences: z.enum(["remove", "keep"]),
  /** Days between the start of the case and the deletion of the account. */
  deleteAfterDays: z.int().min(0).max(3650),
  /** Steps that make no change before a person has approved them. */
  approvals: z.array(z.string()),
});
export type CaseSettings = z.infer<typeof CaseSettings>;

/** Any part of the settings: what a policy says instead of the usual. */
export const CaseSettingsChange = z.strictObject({
  ...CaseSettings.partial().shape,
  mailbox: MailboxSettings.partial().optional(),
  drive: DriveSettings.partial().optional(),
  devices: DeviceSettings.partial().optional(),
});
export type CaseSettingsChange = z.infer<typeof CaseSettingsChange>;

/** What a careful administrator would choose: nothing is lost, nothing is deleted, whatever cannot be undone is approved. */
export const usualSettings: CaseSettings = {
  end: "living-account",
  lane: "normal",
  announce: "manager",
  announceDays: 14,
  adminRoles: "person",
  onPremises: "person",
  mailbox: {
    convertToShared: true,
    hold: "none",
    fullAccess: "custodian",
    sendAs: "nobody",
    forwardTo: "nobody",
    forwardKeepsCopy: true,
    scanRights: false,
    hideFromAddressLists: true,
    autoReply: "on",
    autoReplyLanguages: ["en"],
    cancelMeetings: true,
    meetingWindowDays: 365,
    inboxRules: "remove",
    export: "none",
  },
  drive: { handOver: "access", to: "custodian", withoutLicence: "archived" },
  devices: { company: "retire", personal: "account-only" },
  owner: "custodian",
  directReports: "list",
  appOwners: "list",
  restoreConflicts: "rename-restored",
  groups: "remove",
  phoneNumber: "unassign",
  licences: "remove",
  deleteAfterDays: 30,
  approvals: ["wipe-managed-devices", "delete-account"],
};

/** The settings with a change laid over them; what the change leaves out stays. */
export function changed(
  settings: CaseSettings,
  { mailbox, drive, devices, ...rest }: CaseSettingsChange,
): CaseSettings {
  return CaseSettings.parse({
    ...settings,
    ...given(rest),
    mailbox: { ...settings.mailbox, ...given(mailbox) },
    drive: { ...settings.drive, ...given(drive) },
    devices: { ...settings.devices, ...given(devices) },
  });
}

function given(change: object | undefined): object {
  return Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined));
}

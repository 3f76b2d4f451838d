import { z } from "zod";
import type { Effect } from "./effect-log.ts";
import type { HrRecord } from "./hr-book.ts";
import { type CaughtMail, casSwitches, type Device, type Mailbox, type Person } from "./model.ts";
import type { SignIn } from "./sign-in-log.ts";

const text = z.string();
const textOrNull = text.nullable();
/** Left out of the file where it is undefined, while the property itself is always there. */
const textIfAny = text.optional().transform((value) => value);
const count = z.number();
const anything = z.record(text, z.unknown());

/** An account with what belongs to it, as JSON. */
export const PersonContent: z.ZodType<Person> = z.object({
  key: text,
  id: text,
  employeeId: textOrNull,
  hrId: textOrNull,
  userPrincipalName: text,
  displayName: text,
  givenName: textOrNull,
  surname: textOrNull,
  mail: textOrNull,
  proxyAddresses: z.array(text),
  department: textOrNull,
  officeLocation: textOrNull,
  usageLocation: text,
  facts: anything,
  userType: z.enum(["Member", "Guest"]),
  isResourceAccount: z.boolean().nullable(),
  createdAt: count,
  onPremisesSyncEnabled: z.boolean().nullable(),
  managerId: textIfAny,
  accountEnabled: z.boolean(),
  sessionsValidFrom: count,
  passwordChangedAt: count,
  knowsPassword: z.boolean(),
  methods: z.array(z.object({ id: text, type: text, isDefault: z.boolean(), view: anything })),
  roles: z.array(
    z.object({
      id: text,
      roleDefinitionId: text,
      roleName: text,
      directoryScopeId: text.exactOptional(),
      endsAt: count.exactOptional(),
      activated: z.boolean().exactOptional(),
    }),
  ),
  licences: z.array(z.object({ skuId: text, skuPartNumber: text, assignedByGroup: textOrNull })),
  groupIds: z.array(text),
  deviceIds: z.array(text),
  deletedAt: count.optional().transform((value) => value),
});

const Devices: z.ZodType<Device> = z.object({
  id: text,
  deviceId: text,
  ownerId: text,
  displayName: text,
  operatingSystem: text,
  trustType: z.enum(["AzureAd", "Workplace", "ServerAd"]),
  lastSignInAt: count,
  accountEnabled: z.boolean(),
});

const Mailboxes: z.ZodType<Mailbox> = z.object({
  personId: text,
  exchangeGuid: text,
  address: text,
  displayName: text,
  kind: z.enum(["UserMailbox", "SharedMailbox"]),
  cas: z.record(z.enum(casSwitches), z.boolean().nullable()),
});

const HrRecords: z.ZodType<HrRecord> = z.object({
  hrId: text,
  employeeId: text,
  employmentId: text,
  hireDate: text,
  site: text,
  country: text,
  department: textIfAny,
  timeZone: textIfAny,
  workEmail: textOrNull,
  supervisorHrId: textIfAny,
  termination: z
    .object({ lastDay: text, type: text })
    .optional()
    .transform((value) => value),
});

const Mails: z.ZodType<CaughtMail> = z.object({
  id: text,
  at: text,
  senderId: text,
  from: text,
  to: z.array(text),
  subject: text,
  contentType: text,
  content: text,
  headers: z.array(z.object({ name: text, value: text })),
  inSentItems: z.boolean(),
});

const SignIns: z.ZodType<SignIn> = z.object({
  id: text,
  at: count,
  personId: text,
  userPrincipalName: text,
  displayName: text,
  errorCode: count,
  failureReason: textOrNull,
  appId: text.exactOptional(),
});

const Effects: z.ZodType<Effect> = z.object({
  seq: count,
  at: text,
  operation: text,
  objectId: text,
  personId: text.exactOptional(),
  detail: anything,
  by: z.enum(["hand", "sync", "service"]).exactOptional(),
});

/** What the tenant keeps across restarts. Another shape gets another version, and older files are then refused. */
export const StateContent = z.object({
  version: z.literal(2),
  people: z.array(PersonContent),
  devices: z.array(Devices),
  mailboxes: z.array(Mailboxes),
  hr: z.array(HrRecords),
  mails: z.array(Mails),
  signIns: z.array(SignIns),
  effects: z.array(Effects),
  /** SHA-256 in hex of the password that the application has set, by object id of the person. */
  passwords: z.record(text, z.hash("sha256")),
});
export type StateContent = z.infer<typeof StateContent>;

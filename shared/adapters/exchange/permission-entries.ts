import { z } from "zod";
import { NeedsPersonError, TryLaterError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { Cmdlet, ExchangeAdminApi } from "./admin-api.ts";
import { invokeAs, unlessMissing } from "./the-mailbox.ts";

/** Whose rights are looked for: the address for questions, the name as lists write it. */
export interface Grantee {
  readonly address: string;
  readonly name: string;
}

const Rights = z.union([z.array(z.string()), z.string()]).transform((value) => [value].flat().join());

const MailboxEntry = z.object({
  User: z.string(),
  AccessRights: Rights,
  IsInherited: z.boolean().nullish(),
  Deny: z.boolean().nullish(),
});
const RecipientEntry = z.object({
  Identity: z.string(),
  Trustee: z.string(),
  AccessRights: Rights,
  AccessControlType: z.string().nullish(),
  IsInherited: z.boolean().nullish(),
});

/** Whether the grantee may open this mailbox, by an entry of its own that allows it. */
export async function fullAccess(exchange: ExchangeAdminApi, guid: string, { address }: Grantee): Promise<boolean> {
  const what = "Reading who may open a mailbox";
  const parameters = { Identity: guid, User: address };
  const cmdlet = { name: "Get-MailboxPermission", parameters, select: Object.keys(MailboxEntry.shape), what };
  const entries = (await unlessMissing(invokeAs(exchange, cmdlet, MailboxEntry))) ?? [];
  requireOne(
    entries.map(({ User }) => User),
    what,
  );
  return entries.some(opens);
}

function opens({ AccessRights, IsInherited, Deny }: z.infer<typeof MailboxEntry>): boolean {
  return AccessRights.includes("FullAccess") && !IsInherited && !Deny;
}

/** How many others may open this mailbox. */
export async function countOfOpeners(exchange: ExchangeAdminApi, guid: string, what: string): Promise<number> {
  const parameters = { Identity: guid };
  const cmdlet = { name: "Get-MailboxPermission", parameters, select: Object.keys(MailboxEntry.shape), what };
  const entries = await invokeAs(exchange, cmdlet, MailboxEntry);
  return entries.filter((entry) => opens(entry) && !isOwn(entry.User)).length;
}

/** How many others may send in this name. */
export async function countOfSenders(exchange: ExchangeAdminApi, owner: LeaverId, what: string): Promise<number> {
  const entries = await invokeAs(exchange, reading({ Identity: owner }, what), RecipientEntry);
  return entries.filter((entry) => sends(entry) && !isOwn(entry.Trustee)).length;
}

/** Whether the grantee may send in this name. */
export async function sendAs(exchange: ExchangeAdminApi, owner: LeaverId, grantee: Grantee): Promise<boolean> {
  const what = "Reading who may send in a name";
  const parameters = { Identity: owner, Trustee: grantee.address };
  const entries = await invokeAs(exchange, reading(parameters, what), RecipientEntry);
  requireOne(
    entries.map(({ Identity }) => Identity),
    what,
  );
  return allowed(entries, what).length > 0;
}

/** Names of all in whose name the grantee may send. */
export async function sendAsOf(exchange: ExchangeAdminApi, grantee: Grantee): Promise<readonly string[]> {
  const what = "Reading in whose name the person may send";
  const parameters = { Trustee: grantee.address, ResultSize: "Unlimited" };
  const parsed = z.array(RecipientEntry).safeParse(await exchange.list(reading(parameters, what)));
  if (parsed.success) return [...new Set(allowed(parsed.data, what).map(({ Identity }) => Identity))];
  throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause: parsed.error });
}

function reading(parameters: Cmdlet["parameters"], what: string): Cmdlet {
  return { name: "Get-RecipientPermission", parameters, select: Object.keys(RecipientEntry.shape), what };
}

function allowed(entries: readonly z.infer<typeof RecipientEntry>[], what: string) {
  requireOne(
    entries.map(({ Trustee }) => Trustee),
    what,
  );
  return entries.filter(sends);
}

function sends({ AccessRights, AccessControlType, IsInherited }: z.infer<typeof RecipientEntry>): boolean {
  return AccessRights.includes("SendAs") && AccessControlType !== "Deny" && !IsInherited;
}

/** The entry that every mailbox has for itself. */
function isOwn(name: string): boolean {
  return /^NT AUTHORITY\\/i.test(name);
}

/**
 * All entries are of one person, and not the mailbox's own: Exchange may take a name that it cannot resolve for "all",
 * and to give all of them back later would open every mailbox to somebody.
 */
function requireOne(names: readonly string[], what: string): void {
  if (new Set(names).size <= 1 && !names.some(isOwn)) return;
  throw new NeedsPersonError(`${what}: Exchange answered with the rights of others; look by hand, then resume`);
}

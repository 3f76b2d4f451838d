import { z } from "zod";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../domain/errors.ts";
import { LeaverId } from "../../domain/ids.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { invokeAs, unlessMissing } from "./the-mailbox.ts";

const Recipient = z.object({
  /** Empty for what the directory does not know. */
  ExternalDirectoryObjectId: z.string().nullish(),
  /** Unique in the organisation: how Exchange writes a recipient into a list. */
  Name: z.string(),
  PrimarySmtpAddress: z.string().nullish(),
  RecipientTypeDetails: z.string(),
});

/** Whom mail can be sent to. Name and address are personal data: for further calls only. */
export interface Recipient {
  readonly id: LeaverId | undefined;
  readonly name: string;
  readonly address: string | undefined;
  /** Exchange's word, for example `SharedMailbox`. */
  readonly type: string;
}

/**
 * The one recipient with this id, address or name.
 *
 * @returns undefined: there is none
 * @throws {NeedsPersonError} Exchange answered with several, as it does with a name that it cannot resolve
 */
export async function recipientNamed(
  exchange: ExchangeAdminApi,
  identity: string,
  what: string,
): Promise<Recipient | undefined> {
  if (identity === "") return undefined;
  const select = Object.keys(Recipient.shape);
  const cmdlet = { name: "Get-Recipient", parameters: { Identity: identity }, select, what };
  const shown = await unlessMissing(invokeAs(exchange, cmdlet, Recipient));
  if (shown === undefined) return undefined;
  const [recipient, ...others] = shown;
  // No recipient is told by an error; an empty list proves nothing.
  if (recipient === undefined) throw new TryLaterError(`${what} has to wait: Exchange named no recipient`);
  if (others.length > 0) {
    throw new NeedsPersonError(`${what}: Exchange answered with several recipients; do it by hand, then resume`);
  }
  return {
    id: LeaverId.safeParse(recipient.ExternalDirectoryObjectId).data,
    name: recipient.Name,
    address: recipient.PrimarySmtpAddress || undefined,
    type: recipient.RecipientTypeDetails,
  };
}

/** The recipient with this object id, and nobody else. @returns undefined: there is none */
export async function recipientOf(
  exchange: ExchangeAdminApi,
  id: LeaverId,
  what: string,
): Promise<Recipient | undefined> {
  const recipient = await recipientNamed(exchange, id, what);
  if (recipient !== undefined && recipient.id !== id) {
    throw new NeedsPersonError(`${what}: Exchange answered with another recipient; do it by hand, then resume`);
  }
  return recipient;
}

/** The address of somebody, by which lists of rights take people. @throws {NotFoundError} nobody, or without address */
export async function addressOf(exchange: ExchangeAdminApi, id: LeaverId, what: string): Promise<string> {
  const recipient = await recipientOf(exchange, id, what);
  if (recipient?.address === undefined) throw new NotFoundError(`${what}: Exchange has no such recipient`);
  return recipient.address;
}

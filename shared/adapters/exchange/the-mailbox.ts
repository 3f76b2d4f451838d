import { z } from "zod";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { Cmdlet, ExchangeAdminApi } from "./admin-api.ts";

/** What every mailbox is told apart by. */
const Identified = z.object({
  ExternalDirectoryObjectId: z.string().toLowerCase(),
  ExchangeGuid: z.guid(),
});

/**
 * The one mailbox of a person as `Get-Mailbox` shows it, with its `ExchangeGuid`, by which every write names it: Exchange
 * may take a name that it cannot resolve for "all" (m365-operations 2.8).
 *
 * @param more properties to ask for besides
 * @returns undefined: the person has no cloud mailbox
 * @throws {NeedsPersonError} Exchange answered with another mailbox, or with several
 */
export async function theMailbox<T extends z.ZodRawShape>(
  exchange: ExchangeAdminApi,
  { id, what, more }: { readonly id: LeaverId; readonly what: string; readonly more: z.ZodObject<T> },
): Promise<(z.infer<z.ZodObject<T>> & { readonly guid: string }) | undefined> {
  const select = [...Object.keys(Identified.shape), ...Object.keys(more.shape)];
  const shown = await unlessMissing(
    exchange.invoke({ name: "Get-Mailbox", parameters: { Identity: id }, select, what }),
  );
  if (shown === undefined) return undefined;
  const mailboxes = readAs(Identified, shown, what);
  const [mailbox, ...others] = mailboxes;
  // No mailbox is told by an error; an empty list proves nothing.
  if (mailbox === undefined) throw new TryLaterError(`${what} has to wait: Exchange named no mailbox`);
  if (others.length > 0 || mailbox.ExternalDirectoryObjectId !== id) {
    throw new NeedsPersonError(`${what}: Exchange answered with another mailbox; do it by hand, then resume`);
  }
  const [properties] = readAs(more, shown, what);
  if (properties === undefined) throw new TryLaterError(`${what} has to wait: the answer cannot be read`);
  return { ...properties, guid: mailbox.ExchangeGuid };
}

/** Nothing but the name by which writes know the mailbox. @throws {NotFoundError} the person has none */
export async function mailboxGuid(exchange: ExchangeAdminApi, id: LeaverId, what: string): Promise<string> {
  const mailbox = await theMailbox(exchange, { id, what, more: z.object({}) });
  if (mailbox === undefined) throw new NotFoundError(`${what}: Exchange has no such mailbox`);
  return mailbox.guid;
}

/** What a cmdlet shows, parsed. */
export async function invokeAs<T>(exchange: ExchangeAdminApi, cmdlet: Cmdlet, shape: z.ZodType<T>): Promise<T[]> {
  return readAs(shape, await exchange.invoke(cmdlet), cmdlet.what);
}

/** Undefined where Exchange knows no such object. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function readAs<T>(shape: z.ZodType<T>, shown: readonly unknown[], what: string): T[] {
  const answer = z.array(shape).safeParse(shown);
  if (answer.success) return answer.data;
  throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause: answer.error });
}

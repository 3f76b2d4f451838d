import { z } from "zod";
import { NeedsPersonError } from "./errors.ts";
import { LeaverId } from "./ids.ts";
import type { Forwarding, MailForwarding } from "./ports/mail-forwarding.ts";

const Target = z.object({
  /** Undefined: nobody of the organisation. The address itself is personal data and is not kept. */
  id: LeaverId.optional(),
  external: z.boolean(),
});

/** A forwarding as evidence. */
export const ShownForwarding = z.object({
  recipient: Target.optional(),
  address: Target.optional(),
  keepsCopy: z.boolean(),
});
export type ShownForwarding = z.infer<typeof ShownForwarding>;

export function shownForwarding({ recipient, address, keepsCopy }: Forwarding): ShownForwarding {
  return { ...(recipient && { recipient }), ...(address && { address }), keepsCopy };
}

/**
 * Whether a mailbox forwards as it did before. An address outside the directory is not kept: a person is asked, and whatever
 * they set then is right.
 */
export function isGivenBack(now: ShownForwarding, wanted: ShownForwarding, asked: boolean): boolean {
  const unknown = [wanted.recipient, wanted.address].some((target) => target !== undefined && target.id === undefined);
  if (unknown) return asked;
  const same = now.recipient?.id === wanted.recipient?.id && now.address?.id === wanted.address?.id;
  const forwards = wanted.recipient !== undefined || wanted.address !== undefined;
  return same && (!forwards || now.keepsCopy === wanted.keepsCopy);
}

/**
 * Gives a mailbox the forwarding back that it had.
 *
 * @throws {NeedsPersonError} it went to an address that Leaver does not keep
 */
export async function giveBackForwarding(
  id: LeaverId,
  { recipient, address, keepsCopy }: ShownForwarding,
  forwarding: MailForwarding,
): Promise<void> {
  if (recipient?.id !== undefined)
    return await forwarding.forward(id, { to: recipient.id, as: "recipient", keepsCopy });
  if (address?.id !== undefined) return await forwarding.forward(id, { to: address.id, as: "address", keepsCopy });
  await forwarding.stop(id);
  if (recipient === undefined && address === undefined) return;
  throw new NeedsPersonError(
    "The mailbox forwarded to an address outside the directory, which Leaver does not keep: set it by hand if it is still wanted (R-41, R-72)",
  );
}

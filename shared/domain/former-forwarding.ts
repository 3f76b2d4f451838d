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

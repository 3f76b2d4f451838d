import { isHeld } from "./holds.ts";
import type { MailboxFacts } from "./mailbox-keeps-licence.ts";
import type { StepInput } from "./step.ts";

/** What has to be known of the leaver's mailbox before its licence goes, each part looked at fresh. */
export async function mailboxFacts({ leaver, tenant }: Pick<StepInput, "leaver" | "tenant">): Promise<MailboxFacts> {
  const { id } = leaver;
  const mailbox = await tenant.sharedMailboxes.find(id);
  if (mailbox === undefined) {
    return { type: "none", purpose: "none", sizes: undefined, held: undefined, forwards: undefined };
  }
  const [purpose, sizes, holds, forwarding] = await Promise.all([
    tenant.mailboxPurposes.of(id),
    tenant.sharedMailboxes.sizesOf(id),
    tenant.holds.of(id),
    tenant.mailForwarding.of(id),
  ]);
  return {
    type: mailbox.type,
    purpose: purpose ?? "none",
    sizes,
    held: holds === undefined ? undefined : isHeld(holds),
    forwards:
      forwarding === undefined ? undefined : forwarding.recipient !== undefined || forwarding.address !== undefined,
  };
}

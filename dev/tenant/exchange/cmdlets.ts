import { listCmdlets } from "../groups/list-cmdlets.ts";
import { autoReplyCmdlets } from "./auto-reply.ts";
import { calendarCmdlets } from "./calendar-events.ts";
import type { Cmdlets } from "./cmdlet.ts";
import { inboxRuleCmdlets } from "./inbox-rules.ts";
import { mailboxCmdlets } from "./mailbox.ts";
import { mailboxPermissionCmdlets } from "./mailbox-permissions.ts";
import { mailboxSizeCmdlets } from "./mailbox-sizes.ts";
import { mobileDeviceCmdlets } from "./mobile-devices.ts";
import { organisationCmdlets } from "./organisation.ts";
import { protocolCmdlets } from "./protocols.ts";
import { recipientPermissionCmdlets } from "./recipient-permissions.ts";
import { recipientCmdlets } from "./recipients.ts";

/** Cmdlets that the simulated Exchange knows, by lower-case name: a file of cmdlets is a line here. */
export const cmdlets: Cmdlets = {
  ...protocolCmdlets,
  ...mailboxCmdlets,
  ...organisationCmdlets,
  ...inboxRuleCmdlets,
  ...calendarCmdlets,
  ...autoReplyCmdlets,
  ...listCmdlets,
  ...mailboxSizeCmdlets,
  ...mailboxPermissionCmdlets,
  ...recipientPermissionCmdlets,
  ...recipientCmdlets,
  ...mobileDeviceCmdlets,
};

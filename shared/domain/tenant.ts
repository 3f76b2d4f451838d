import type { DeletedAccounts } from "./ports/deleted-accounts.ts";
import type { Directory } from "./ports/directory.ts";
import type { Mail } from "./ports/mail.ts";
import type { Mailboxes } from "./ports/mailboxes.ts";

/** The systems a step may look at and change, each behind a port of its own. */
export interface Tenant {
  readonly directory: Directory;
  readonly deletedAccounts: DeletedAccounts;
  readonly mailboxes: Mailboxes;
  readonly mail: Mail;
}

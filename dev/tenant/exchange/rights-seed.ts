import { guidOf } from "../ids.ts";
import type { MailboxState } from "./mailbox-state.ts";

const idOf = (key: string) => guidOf(`person/${key}`);
const opened = (...keys: readonly string[]) => keys.map((key) => ({ userId: idOf(key), autoMapping: true }));

/**
 * Who has rights on the mailboxes of others, by the key of the owner. Anna answers for the notices and helps Maria, her
 * manager; that she may open Petra's mailbox as well is found by a scan only.
 */
export const rightsSeed: Readonly<Record<string, Partial<MailboxState>>> = {
  notices: { fullAccess: opened("anna", "ben"), sendAs: [idOf("anna")] },
  maria: { fullAccess: opened("anna"), sendOnBehalf: [idOf("anna")] },
  oskar: { fullAccess: opened("ben", "erik") },
  petra: { fullAccess: opened("anna", "dario") },
};

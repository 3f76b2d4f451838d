import { type Cmdlets, flag, oneMailbox, refuseOthers } from "./cmdlet.ts";
import { notFound } from "./exchange-errors.ts";

/** Sizes of mailboxes (m365-operations 8.1). */
export const mailboxSizeCmdlets: Cmdlets = {
  "get-mailboxstatistics": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "Archive"]);
    const mailbox = oneMailbox(state, parameters);
    const its = state.exchange.of(mailbox);
    const archive = flag(parameters, "Archive") === true;
    const bytes = archive ? its.archiveBytes : its.primaryBytes;
    // A mailbox that has no archive is told as an object that is not there.
    if (bytes === null) return notFound(mailbox.displayName);
    if (bytes === 0) {
      const warning = `The user hasn't logged on to mailbox '${mailbox.displayName}', so there is no data to return.`;
      return { value: [], warnings: [warning] };
    }
    const value = {
      DisplayName: mailbox.displayName,
      MailboxGuid: mailbox.exchangeGuid,
      ItemCount: Math.ceil(bytes / 75_000),
      TotalItemSize: sizeText(bytes),
      TotalDeletedItemSize: sizeText(archive ? 0 : its.recoverableBytes),
      LastLogonTime: null,
    };
    return { value: [value] };
  },
};

/** `12.3 GB (13,207,024,435 bytes)`, as Exchange writes it. */
function sizeText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const amount = (bytes / 1024 ** power).toPrecision(4);
  return `${Number(amount)} ${units[power]} (${Math.round(bytes).toLocaleString("en-US")} bytes)`;
}

import { z } from "zod";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  caseId: z.string().optional(),
  searchId: z.string().optional(),
  hasSource: z.boolean(),
  exports: z.number().int(),
});

/**
 * Has an operator export the mailbox to a file (REQ-16). Leaver prepares an eDiscovery search for exactly this mailbox,
 * and can see that its export has ended well; that the file was fetched is the operator's word, by resuming.
 *
 * @see https://learn.microsoft.com/graph/api/resources/security-ediscoverysearch
 */
export const requestExport = defineStep({
  name: "request-export",
  title: "Request the export of the mailbox",
  section: "preserve",
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp", "User.Read.All"],
  permissionsByChoice: [
    {
      when: 'mailbox.export is "operator"',
      holds: ({ mailbox }) => mailbox.export === "operator",
      permissions: ["eDiscovery.ReadWrite.All"],
    },
  ],
  missingIn: ["china"],
  chain: 6,
  duplicateRisk:
    "An eDiscovery case that shows later than a minute after a crash is made twice, with the same name and external id; it holds nothing and can be deleted.",
  settleMs: 60_000,
  noWayBack: "Nothing was taken from the mailbox: an eDiscovery case that is not needed any more can be closed by hand",
  shows: Shown,

  leftOut({ settings }) {
    return settings.mailbox.export === "none" ? "The policy wants no export of the mailbox" : undefined;
  },

  async observe({ case: { caseId: reference }, leaver, tenant }) {
    if ((await tenant.mailboxes.protocols(leaver.id)) === undefined)
      return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const { caseId, searchId, hasSource, exports } = await tenant.evidence.find(reference);
    const shown = { ...(caseId && { caseId }), ...(searchId && { searchId }), hasSource, exports };
    if (exports > 0) return { kind: "reached", shown };
    return { kind: "different", shown, because: "no export has ended" };
  },

  async change({ case: { caseId: reference }, leaver, tenant }, { caseId, searchId, hasSource, exports }) {
    const { mail } = await tenant.directory.contact(leaver.id);
    if (mail === undefined)
      throw new NeedsPersonError("The leaver has a mailbox and no address: correct it in the directory, then resume");
    await tenant.evidence.prepare(reference, mail, { caseId, searchId, hasSource, exports });
    return { event: { type: "mailbox.export-requested", data: { reference } }, person: exportInstruction(reference) };
  },
});

function exportInstruction(reference: string): string {
  return `As an eDiscovery administrator open the case "Leaver ${reference}" in Purview, export what its search "Mailbox" finds as PST, fetch the file and put it where it belongs, then resume (REQ-16)`;
}

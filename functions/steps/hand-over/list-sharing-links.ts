import { z } from "zod";
import type { Share, Sharing } from "../../../shared/domain/ports/drives.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep } from "../../../shared/domain/step.ts";

/** So many are kept by id; the rest is counted. */
const mostKept = 200;

const Shown = z.object({
  driveId: z.string(),
  /** Files and folders that were listed, and whether there are more. */
  items: z.int(),
  moreItems: z.boolean(),
  /** Shared files and folders that were not looked into. */
  unread: z.int(),
  /** Ways in, by how far they reach. */
  anyone: z.int(),
  organization: z.int(),
  people: z.int(),
  external: z.int(),
  shares: z.array(z.object({ itemId: z.string(), permissionId: z.string(), scope: z.string(), external: z.boolean() })),
  risks: z.array(Risk),
});

/**
 * Reports who else gets into the leaver's OneDrive: links and direct shares, those to outsiders above all. Nothing is
 * taken away: who relies on a link loses it when the OneDrive goes, and has to be told before (REQ-33).
 */
export const listSharingLinks = defineStep({
  name: "list-sharing-links",
  title: "List the sharing links",
  section: "hand-over",
  after: ["block-sign-in"],
  permissions: ["Files.Read.All"],
  chain: 4,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const drive = await tenant.drives.find(leaver.id);
    if (drive === undefined) return { kind: "not-applicable", because: "the leaver has no OneDrive" };
    const sharing = await tenant.drives.sharing(drive);
    const { shares, items, moreItems, unread } = sharing;
    const shown = {
      driveId: drive.id,
      items,
      moreItems,
      unread,
      anyone: countOf(shares, "anyone"),
      organization: countOf(shares, "organization"),
      people: countOf(shares, "people"),
      external: shares.filter(({ external }) => external).length,
      shares: shares
        .slice(0, mostKept)
        .map(({ itemId, permissionId, scope, external }) => ({ itemId, permissionId, scope, external })),
      risks: risksOf(drive.id, sharing),
    };
    return { kind: "reached", shown };
  },
});

const countOf = (shares: readonly Share[], scope: Share["scope"]): number =>
  shares.filter((share) => share.scope === scope).length;

function risksOf(driveId: string, { shares, items, moreItems, unread }: Sharing): Risk[] {
  const line = (count: number, what: string): Risk[] =>
    count === 0 ? [] : [{ rule: "REQ-33", what: `${count} ${what}`, objectId: driveId }];
  const open = countOf(shares, "anyone");
  const external = shares.filter((share) => share.external).length;
  return [
    ...line(
      open,
      "links into the OneDrive work without sign-in: remove them, or tell who relies on them that they end",
    ),
    ...line(external, "shares of the OneDrive are with people outside the organisation: remove them, or tell them"),
    ...line(shares.length - open - external, "shares of the OneDrive are used inside: they end with the OneDrive"),
    ...line(unread, "shared files or folders were not looked into: the OneDrive's own sharing report has all of them"),
    ...(moreItems ? line(items, "files and folders were looked at, and there are more: see the sharing report") : []),
  ];
}

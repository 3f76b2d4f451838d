import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { driveClocks } from "../../../shared/domain/drive-clocks.ts";
import { Instant } from "../../../shared/domain/ids.ts";
import type { Drive } from "../../../shared/domain/ports/drives.ts";
import { Cost, Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  driveId: z.string(),
  siteId: z.string(),
  usedBytes: z.number(),
  retentionDays: z.int(),
  /** Null: not known, which counts as held. */
  onHold: z.boolean().nullable(),
  lock: z.enum(["open", "read-only", "closed"]),
  archived: z.boolean(),
  licensed: z.boolean(),
  deletedAt: Instant.optional(),
  unlicensedSince: Instant.optional(),
  readOnlyAt: Instant.optional(),
  archivedAt: Instant.optional(),
  endsAt: Instant.optional(),
  goneAt: Instant.optional(),
  costs: z.array(Cost),
  risks: z.array(Risk),
});
type Shown = z.infer<typeof Shown>;

/**
 * Reads what becomes of the OneDrive when the case is over: the tenant's retention, holds, the clock of a OneDrive without
 * licence, and what it is going to cost (R-63, R-35, FACT-03). It runs after licences and account, whose end starts the clocks.
 */
export const readDriveClocks = defineStep({
  name: "read-drive-clocks",
  title: "Read the OneDrive's clocks",
  section: "close",
  after: ["block-sign-in"],
  needsSections: ["hand-over", "reclaim", "end"],
  permissions: [
    "Files.Read.All",
    "User.Read.All",
    "SharePointTenantSettings.Read.All",
    "SharePoint.Sites.FullControl.All",
  ],
  chain: 2,
  shows: Shown,

  leftOut({ settings }) {
    return settings.end === "suspend" ? "A suspension starts no clock (R-11)" : undefined;
  },

  async observe(input) {
    const { leaver, tenant, settings } = input;
    const drive = await driveOf(input);
    if (drive === undefined) return { kind: "not-applicable", because: "the leaver has no OneDrive" };
    const [retentionDays, state, licensed, deleted] = await Promise.all([
      tenant.drives.retentionDays(),
      tenant.drives.state(drive),
      tenant.drives.isLicensed(leaver.id),
      tenant.deletedAccounts.find(leaver.id),
    ]);
    const unlicensedSince = licensed ? undefined : earliest(licencesGoneAt(input), deleted?.deletedAt);
    const clocks = driveClocks({
      usedBytes: drive.usedBytes,
      retentionDays,
      deletedAt: deleted?.deletedAt,
      unlicensedSince,
      held: state.onHold !== false,
      exempt: settings.drive.withoutLicence === "exempt",
    });
    const facts = {
      driveId: drive.id,
      siteId: drive.siteId,
      usedBytes: drive.usedBytes,
      retentionDays,
      onHold: state.onHold ?? null,
      lock: state.lock,
      archived: state.archived,
      licensed,
      ...(deleted && { deletedAt: deleted.deletedAt }),
      ...(unlicensedSince && { unlicensedSince }),
      ...clocks,
      costs: [...clocks.costs],
    };
    return { kind: "reached", shown: { ...facts, risks: risksOf(facts) } };
  },
});

/** By the id that earlier steps saw: the account may be gone by now, and its OneDrive lives on. */
async function driveOf({ leaver, steps, tenant }: StepInput): Promise<Drive | undefined> {
  const Known = z.object({ driveId: z.string() });
  const evidence = ["list-sharing-links", "share-drive", "copy-drive"].map((name) => stepRecord(steps, name)?.evidence);
  const known = evidence.map((each) => Known.safeParse(each).data?.driveId).find((id) => id !== undefined);
  if (known !== undefined) return await tenant.drives.known(known);
  // No step has seen one, and a deleted account has no address to look below.
  const deleted = await tenant.deletedAccounts.find(leaver.id);
  return deleted === undefined ? await tenant.drives.find(leaver.id) : undefined;
}

/** Only what this case has taken away has a time: what was missing before says nothing. */
function licencesGoneAt({ steps }: StepInput): Instant | undefined {
  const step = stepRecord(steps, "remove-licences");
  return step?.state === "done" ? step.finishedAt : undefined;
}

function earliest(...times: readonly (Instant | undefined)[]): Instant | undefined {
  return times.filter((at) => at !== undefined).toSorted()[0];
}

function risksOf(facts: Omit<Shown, "risks">): Risk[] {
  const { driveId, licensed, unlicensedSince, readOnlyAt, archivedAt, endsAt, goneAt, onHold } = facts;
  const day = (at: Instant) => at.slice(0, 10);
  const risks: (Risk | false)[] = [
    !licensed &&
      unlicensedSince === undefined && {
        rule: "FACT-03",
        what: "The OneDrive was without licence before this case: it is read-only from day 60 and archived from day 93 of a day that is not known here",
      },
    archivedAt !== undefined &&
      readOnlyAt !== undefined && {
        rule: "FACT-03",
        what: `The OneDrive has no licence: read-only on ${day(readOnlyAt)}, archived on ${day(archivedAt)}, then out of reach for everybody`,
      },
    endsAt !== undefined &&
      goneAt !== undefined && {
        rule: "REQ-34",
        what: `The OneDrive goes to the bin of deleted sites on ${day(endsAt)} and is gone for good on ${day(goneAt)}`,
      },
    onHold !== false && {
      rule: "R-35",
      what:
        onHold === null
          ? "Whether a hold covers the OneDrive is not known: it counts as held"
          : "A hold covers the OneDrive: it stays until the hold is lifted, whatever date the service announces",
    },
  ];
  return risks.flatMap((risk) => (risk ? [{ ...risk, objectId: driveId }] : []));
}

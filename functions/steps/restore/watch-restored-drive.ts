import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import { cameFromBin } from "../../../shared/domain/restored-account.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type Observation, type StepInput } from "../../../shared/domain/step.ts";
import { wasAsked } from "../../../shared/domain/was-asked.ts";

/** Where the OneDrive was, as an earlier case found out. */
const Place = z.object({ host: z.string(), siteId: z.string() });

const Shown = z.object({
  driveId: z.string().optional(),
  /** Since when it was in the bin of deleted sites, when it was. */
  recycledSince: Instant.optional(),
  licensed: z.boolean(),
  /** When a person decides about a OneDrive that nothing else ever ends. */
  decideAt: Instant.optional(),
  risks: z.array(Risk),
});
type Shown = z.infer<typeof Shown>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * What became of the OneDrive of a restored account. Mostly it is back with it (REQ-36). One that lay in the bin of deleted sites
 * has to be taken out of there by a person, and from then on nothing ends it: so it gets a timer, after which a person decides
 * . So does one whose owner has no licence.
 */
export const watchRestoredDrive = defineStep({
  name: "watch-restored-drive",
  title: "Follow the restored OneDrive",
  section: "restore",
  kinds: ["restore"],
  needs: ["restore-account"],
  after: ["enable-account"],
  permissions: [
    "Files.Read.All",
    "User.Read.All",
    "SharePointTenantSettings.Read.All",
    "SharePoint.Sites.FullControl.All",
  ],
  chain: 3,
  duplicateRisk:
    "The event `drive.undecided` goes out once for each time that a person is called. The broker may deliver it twice, with the same CloudEvents id.",
  shows: Shown,

  async observe(input): Promise<Observation<Shown>> {
    const { leaver, tenant } = input;
    if (cameFromBin(input) === undefined)
      return { kind: "not-applicable", because: "the account was not in the bin: its OneDrive was never left alone" };
    const [drive, licensed] = await Promise.all([tenant.drives.find(leaver.id), tenant.drives.isLicensed(leaver.id)]);
    if (drive === undefined) return await withoutDrive(input, licensed);
    const recycledSince = remembered(input)?.recycledSince;
    const shown = { driveId: drive.id, ...(recycledSince && { recycledSince }), licensed, risks: [] };
    if (licensed && recycledSince === undefined) return { kind: "reached", shown };
    return await untilDecided(shown, input);
  },

  async guard(_input, { driveId, recycledSince }) {
    if (driveId !== undefined || recycledSince === undefined) return undefined;
    const because = `The OneDrive is in the bin of deleted sites since ${recycledSince}: restore it in the SharePoint admin center, then resume (R-70)`;
    return { kind: "person", because };
  },

  async change(_input, { driveId }) {
    const event = { type: "drive.undecided", data: { driveId } };
    return { event, person: decide };
  },
});

function remembered({ steps }: StepInput): Shown | undefined {
  return Shown.safeParse(stepRecord(steps, "watch-restored-drive")?.evidence).data;
}

/** Nothing is where the account leads to: it may lie in the bin of sites, or be gone. */
async function withoutDrive(
  { wanted, tenant, since, clock }: StepInput,
  licensed: boolean,
): Promise<Observation<Shown>> {
  const place = Place.safeParse(wanted).data;
  const left = place && (await tenant.leftDrives.look(place));
  if (left === undefined) return { kind: "not-applicable", because: "the person has no OneDrive" };
  const shown = { licensed, risks: [] };
  if (left.kind === "recycled")
    return { kind: "different", shown: { ...shown, recycledSince: left.since }, because: "it is in the bin of sites" };
  if (left.kind === "gone") return { kind: "reached", shown: { ...shown, risks: [gone] } };
  const now = epochMs(clock.now());
  if (now >= epochMs(since) + dayMs) return { kind: "reached", shown: { ...shown, risks: [apart] } };
  const because = "the account does not lead to its OneDrive yet";
  return { kind: "different", shown, because, lookAgainAt: instant(now + hourMs) };
}

const gone: Risk = { rule: "FACT-04", what: "The OneDrive is gone for good: its files cannot be brought back" };
const apart: Risk = {
  rule: "R-70",
  what: "The OneDrive is there, and the account does not lead to it: give the person a licence for OneDrive, or the files to somebody else",
};

/** As long as the tenant keeps a OneDrive that nobody owns, counted from the first look that found it. */
async function untilDecided(shown: Shown, input: StepInput): Promise<Observation<Shown>> {
  const { tenant, clock } = input;
  const days = await tenant.drives.retentionDays();
  const decideAt = remembered(input)?.decideAt ?? instant(epochMs(clock.now()) + days * dayMs);
  const timed = { ...shown, decideAt };
  if (decideAt > clock.now())
    return { kind: "different", shown: timed, because: "nothing ends this OneDrive by itself", lookAgainAt: decideAt };
  return { kind: wasAsked("watch-restored-drive", input) ? "reached" : "different", shown: timed };
}

const decide =
  "A OneDrive was brought back and nothing ends it by itself: see whether its owner uses it and has a licence, keep it or delete it, then resume (R-70)";

import { z } from "zod";
import { beginCopies, begunCopy, lookAtCopy } from "../../../shared/domain/drive-copy-look.ts";
import { CopyState } from "../../../shared/domain/drive-copy-state.ts";
import { epochMs, type Instant, instant } from "../../../shared/domain/ids.ts";
import type { Folder } from "../../../shared/domain/ports/drive-copies.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type Hindrance, type StepInput } from "../../../shared/domain/step.ts";

const Shown = CopyState.extend({ risks: z.array(Risk) });

/** So many copies go on beside each other. */
const atOnce = 8;
const stuckMs = 24 * 3_600_000;
const [soonestMs, latestMs] = [15_000, 5 * 60_000];
const mostRisks = 50;

/**
 * Copies the leaver's OneDrive to a library, one thing of its top level at a time, because the service takes at most
 * 30,000 files and folders in one copy (REQ-33, R-45). A copy goes on by itself for minutes or hours: what it is asked about by
 * is on the ledger before anybody waits, and done is what shows in the library with the same size. No way back: nothing
 * was taken from the OneDrive, and a copy that somebody uses by now is not Leaver's to delete.
 */
export const copyDrive = defineStep({
  name: "copy-drive",
  title: "Copy the OneDrive",
  section: "hand-over",
  after: ["block-sign-in"],
  permissions: ["User.Read.All"],
  permissionsByChoice: [
    {
      when: 'drive.handOver is "copy"',
      holds: ({ drive }) => drive.handOver === "copy",
      permissions: ["Files.ReadWrite.All"],
    },
  ],
  chain: 14,
  noWayBack: "Nothing was taken from the OneDrive; the copies stay in the library, where somebody may use them by now",
  shows: Shown,

  leftOut({ settings: { drive } }) {
    return drive.handOver === "copy" ? undefined : "The policy does not copy the OneDrive";
  },

  async observe(input) {
    const drive = await input.tenant.drives.find(input.leaver.id);
    if (drive === undefined) return { kind: "not-applicable", because: "the leaver has no OneDrive" };
    const was = begunCopy(input, drive);
    const { state } = await lookAtCopy(input, drive, was, await folderOf(input, was));
    const ended = state.open === 0 && state.underway.length === 0;
    const untold = state.failed.map(({ itemId }) => itemId).filter((itemId) => !state.retried.includes(itemId));
    if (ended && untold.length === 0) return { kind: "reached", shown: withRisks(state) };
    const asked = ended ? { asked: untold, askedAt: input.clock.now() } : {};
    return { kind: "different", shown: withRisks({ ...state, ...asked }), because: progressIn(state) };
  },

  async guard({ settings, clock }, shown): Promise<Hindrance | undefined> {
    const { open, underway, failed, movedAt } = shown;
    if (settings.drive.library === undefined) {
      return { kind: "person", because: "Name the library that copies go to in the policy, then resume (REQ-33)" };
    }
    if (epochMs(clock.now()) - epochMs(movedAt) > stuckMs) {
      return { kind: "person", because: "No copy has moved for a day: look at the library, then resume (REQ-33)" };
    }
    if (open > 0 && underway.length < atOnce) return undefined;
    if (underway.length > 0) return waiting(shown, clock.now());
    const codes = [...new Set(failed.map(({ code }) => code))].join(", ");
    // Without them the account may not be deleted before somebody has said so.
    const because = `${failed.length} files or folders could not be copied (${codes}): make it possible, or copy them by hand, then resume. They are tried once more, and what fails again goes on the list of residual risks (REQ-33)`;
    return { kind: "person", because };
  },

  async change(input, before): Promise<Hindrance | undefined> {
    const { leaver, tenant, clock } = input;
    const drive = await tenant.drives.find(leaver.id);
    if (drive === undefined) return undefined;
    const folder = await madeFolder(input, before);
    // Looked at again, so that nothing is begun that is there by now.
    const { state, open, missing } = await lookAtCopy(input, drive, before, folder);
    for (const { parent, name } of missing) await tenant.driveCopies.makeFolder(parent, name);
    const now = clock.now();
    const begun = await beginCopies(input, drive, open.slice(0, Math.max(0, atOnce - state.underway.length)), now);
    const shown = withRisks({
      ...state,
      underway: [...state.underway, ...begun],
      open: state.open - begun.length,
      movedAt: begun.length > 0 ? now : state.movedAt,
    });
    return { ...waiting(shown, now), shown };
  },
});

/** Where the copies go, if it is there: by its id once that is known, since people change their names. */
async function folderOf(input: StepInput, { folderId }: CopyState): Promise<Folder | undefined> {
  const { library } = input.settings.drive;
  if (library === undefined) return undefined;
  if (folderId !== undefined) return { driveId: library.driveId, id: folderId };
  return await input.tenant.driveCopies.folderAt(library.driveId, await namesOf(input));
}

async function madeFolder(input: StepInput, { folderId }: CopyState): Promise<Folder> {
  const driveId = input.settings.drive.library?.driveId ?? "";
  if (folderId !== undefined) return { driveId, id: folderId };
  let folder: Folder = { driveId, id: "root" };
  for (const name of await namesOf(input)) folder = await input.tenant.driveCopies.makeFolder(folder, name);
  return folder;
}

/** A name that people find, and a part of the id, so that two people of one name never share a folder. */
async function namesOf({ leaver, tenant, settings }: StepInput): Promise<readonly string[]> {
  const { displayName } = await tenant.directory.contact(leaver.id);
  // What SharePoint takes in no name.
  const plain = displayName
    .replace(/["*:<>?/\\|#%]/g, " ")
    .replace(/\s+/g, " ")
    .slice(0, 80)
    .trim();
  const path = (settings.drive.library?.folder ?? "").split("/").filter((name) => name.trim() !== "");
  return [...path, `Leaver - ${plain} - ${leaver.id.slice(0, 8)}`];
}

function waiting(state: CopyState, now: Instant): Extract<Hindrance, { kind: "wait" }> {
  const oldest = Math.min(...state.underway.map(({ since }) => epochMs(since)), epochMs(now));
  // The longer it takes, the less a moment counts.
  const pauseMs = Math.min(Math.max((epochMs(now) - oldest) / 4, soonestMs), latestMs);
  return { kind: "wait", until: instant(Math.round(epochMs(now) + pauseMs)), because: progressIn(state) };
}

function progressIn({ copied, parts, percent, underway }: CopyState): string {
  return `${copied} of ${parts} files and folders are copied, ${percent} percent; ${underway.length} copies are under way`;
}

function withRisks(state: CopyState): z.infer<typeof Shown> {
  const listed = state.failed.slice(0, mostRisks).map(({ itemId, code }): Risk => {
    const what = `This could not be copied (${code}) and goes when the OneDrive goes: copy it by hand`;
    return { rule: "REQ-33", what, objectId: itemId };
  });
  const others = state.failed.length - listed.length;
  const rest = { rule: "REQ-33", what: `${others} more could not be copied`, objectId: state.driveId };
  return { ...state, risks: others > 0 ? [...listed, rest] : listed };
}

import { z } from "zod";
import { nobodyTakesOver } from "../../../shared/domain/custodian.ts";
import { deletionOf, restored } from "../../../shared/domain/deletion-of.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { custodianAfterDeletion } from "../../../shared/domain/former-manager.ts";
import { Instant } from "../../../shared/domain/ids.ts";
import { placeIn, placeSeen } from "../../../shared/domain/left-drive.ts";
import type { DrivePlace } from "../../../shared/domain/ports/left-drives.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  host: z.string(),
  siteId: z.string(),
  deletedAt: Instant,
  purgedAt: Instant,
});

const dayMs = 86_400_000;

/**
 * Finds the OneDrive that a deleted account leaves behind, and keeps where it is: the directory leads to it no more. It begins
 * its way to the bin with the deletion, whoever deleted the account (REQ-41, REQ-51), and stays for the tenant's value (REQ-42).
 */
export const findLeftDrive = defineStep({
  name: "find-left-drive",
  title: "Find the OneDrive that is left",
  section: "retention",
  kinds: ["leaver", "retention"],
  needs: ["delete-account"],
  permissions: ["User.Read.All", "Files.Read.All", "SharePoint.Sites.FullControl.All"],
  chain: 4,
  deadlineMs: dayMs,
  shows: Shown,

  async observe(input) {
    const deletion = await deletionOf(input);
    if (deletion.kind === "restored") return restored;
    if (deletion.kind === "unseen")
      return { kind: "different", shown: undefined, because: "the directory does not show the deletion yet" };
    if (deletion.kind === "gone") throw new NeedsPersonError(tooLate);
    const place = placeIn(input) ?? (await placeSeen(input)) ?? (await besideCustodian(input, deletion.inBin));
    if (place === undefined) return { kind: "not-applicable", because: "the leaver has no OneDrive" };
    const { deletedAt, purgedAt } = deletion;
    return { kind: "reached", shown: { ...place, deletedAt, purgedAt } };
  },
});

/** No step has seen it: its address follows from the sign-in name, and the host from somebody who is still there. */
async function besideCustodian(input: StepInput, inBin: boolean): Promise<DrivePlace | undefined> {
  if (!inBin) throw new NeedsPersonError(tooLate);
  const custodian = await custodianAfterDeletion(input);
  if (custodian === undefined)
    throw new NeedsPersonError(`The account is deleted, its files will follow, and nobody is told. ${nobodyTakesOver}`);
  return await input.tenant.leftDrives.search(input.leaver.id, custodian.id);
}

const tooLate =
  "The account is gone for good, and where its OneDrive was is not known: look for its site in the SharePoint admin center, also among the deleted sites, then cancel the case";

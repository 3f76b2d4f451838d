import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { nobodyTakesOver, successorOf } from "../../../shared/domain/custodian.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  driveId: z.string(),
  siteId: z.string(),
  lock: z.enum(["open", "read-only", "closed"]),
  archived: z.boolean(),
  /** How many administer the OneDrive, the leaver among them. */
  administrators: z.int().optional(),
  /** Who takes it over; undefined: nobody can. */
  to: LeaverId.optional(),
  /** Whether that person is seen among the administrators. */
  granted: z.boolean(),
});
type Shown = z.infer<typeof Shown>;

/** Makes the successor an administrator of the leaver's OneDrive, while it can still be opened (REQ-33, R-44, R-45). */
export const shareDrive = defineStep({
  name: "share-drive",
  title: "Hand over the OneDrive",
  section: "hand-over",
  after: ["block-sign-in"],
  permissions: ["Files.Read.All", "User.Read.All", "SharePoint.Sites.FullControl.All"],
  chain: 10,
  shows: Shown,

  leftOut({ settings: { drive } }) {
    if (drive.handOver === "copy") return "The policy copies the OneDrive to a library instead";
    if (drive.handOver === "nothing") return "The policy hands no OneDrive over";
    return drive.to === "nobody" ? "The policy hands the OneDrive to nobody" : undefined;
  },

  async observe(input) {
    const { leaver, tenant, settings } = input;
    const [drive, successor] = await Promise.all([
      tenant.drives.find(leaver.id),
      successorOf(settings.drive.to, input),
    ]);
    if (drive === undefined) return { kind: "not-applicable", because: "the leaver has no OneDrive" };
    const to = successor?.id;
    const [{ lock, archived }, administrators] = await Promise.all([
      tenant.drives.state(drive),
      to && tenant.drives.administrators(drive, to),
    ]);
    const shown: Shown = {
      driveId: drive.id,
      siteId: drive.siteId,
      lock,
      archived,
      granted: administrators?.included ?? false,
      ...(administrators && { administrators: administrators.count }),
      ...(to && { to }),
    };
    if (shown.granted) return { kind: "reached", shown };
    return { kind: "different", shown, because: "the successor is not among the administrators of the OneDrive" };
  },

  async guard({ settings }, { to, lock, archived }) {
    // The service makes it read-only on day 60 without a licence and archives it on day 93.
    if (archived || lock !== "open") {
      const state = archived ? "archived" : lock;
      const because = `The OneDrive is ${state}: unlock it, or give a licence back or reactivate it, in the SharePoint admin center, then resume (R-45)`;
      return { kind: "person", because };
    }
    if (to !== undefined) return undefined;
    if (settings.drive.to === "custodian") return { kind: "person", because: nobodyTakesOver };
    const because =
      "Who the policy gives the OneDrive to is missing, disabled or leaving: name somebody else, then resume (R-42)";
    return { kind: "person", because };
  },

  async change({ leaver, tenant }, { to }) {
    const drive = await tenant.drives.find(leaver.id);
    if (drive !== undefined && to !== undefined) await tenant.drives.addAdministrator(drive, to);
  },

  async undo(input, before) {
    const drive = await input.tenant.drives.known(before.driveId);
    for (const person of drive === undefined ? [] : grantedTo(input, before)) {
      if (drive !== undefined) await input.tenant.drives.removeAdministrator(drive, person);
    }
  },

  async isBack(_shown, wanted, input) {
    const drive = await input.tenant.drives.known(wanted.driveId);
    for (const person of drive === undefined ? [] : grantedTo(input, wanted)) {
      if (drive !== undefined && (await input.tenant.drives.administrators(drive, person)).included) return false;
    }
    return true;
  },
});

/** Whoever was not an administrator before: also who took over when the first one could not any more. */
function grantedTo({ steps }: StepInput, before: Shown): readonly LeaverId[] {
  const last = Shown.safeParse(stepRecord(steps, "share-drive")?.evidence).data;
  const ids = [before.to, last?.to].filter((id) => id !== undefined);
  return before.granted ? [] : [...new Set(ids)];
}

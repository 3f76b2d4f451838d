import { z } from "zod";
import { nobodyTakesOver } from "../../../shared/domain/custodian.ts";
import { heirOf, withoutHeir } from "../../../shared/domain/former-manager.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { noDrive, placeIn, placeOrStop } from "../../../shared/domain/left-drive.ts";
import { defineStep, type Observation, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  lock: z.enum(["open", "read-only", "closed"]),
  archived: z.boolean(),
  administrators: z.int().optional(),
  /** Undefined: nobody can take it over. */
  to: LeaverId.optional(),
  /** Whether that person is seen among the administrators. */
  granted: z.boolean(),
});
type Shown = z.infer<typeof Shown>;

/**
 * Gives the custodian access to the OneDrive that is left, and reads it back: what the service itself grants on deletion
 * goes to the direct manager only, and no administrator sees it (REQ-37, REQ-44, FACT-16, R-43, R-44). That delegation may be
 * switched off (REQ-38). Nobody to give it to is an alarm: the service deletes in silence.
 */
export const shareLeftDrive = defineStep({
  name: "share-left-drive",
  title: "Give access to the OneDrive that is left",
  section: "retention",
  kinds: ["leaver", "retention"],
  needs: ["find-left-drive"],
  // A restored account leads to its OneDrive: from there the access is taken back.
  permissions: ["User.Read.All", "Files.Read.All", "SharePoint.Sites.FullControl.All"],
  chain: 10,
  shows: Shown,

  leftOut: ({ settings }) => withoutHeir(settings),

  async observe(input) {
    const { tenant } = input;
    if (input.wanted !== undefined) return await lookAtRestored(input, Shown.parse(input.wanted));
    const place = placeIn(input);
    if (place === undefined) return noDrive;
    const [left, heir] = await Promise.all([tenant.leftDrives.look(place), heirOf(input)]);
    if (left.kind !== "there") return { kind: "not-applicable", because: "the OneDrive is gone already" };
    const { lock, archived } = left.state;
    const to = heir?.id;
    const administrators = to && (await tenant.drives.administrators(left.drive, to));
    const shown = {
      lock,
      archived,
      granted: administrators?.included ?? false,
      ...(administrators && { administrators: administrators.count }),
      ...(to && { to }),
    };
    if (shown.granted) return { kind: "reached", shown };
    return { kind: "different", shown, because: "the custodian is not among the administrators of the OneDrive" };
  },

  async guard({ settings }, { to, lock, archived }) {
    if (to === undefined) {
      const because =
        settings.drive.to === "custodian"
          ? `The account is deleted, its OneDrive will follow, and nobody is told. ${nobodyTakesOver}`
          : "Who the policy gives the OneDrive to is missing, disabled or leaving: name somebody else, then resume (R-42, R-43)";
      return { kind: "person", because };
    }
    if (!archived && lock !== "closed") return undefined;
    const state = archived ? "archived" : "closed";
    const because = `The OneDrive is ${state}: reactivate or unlock it in the SharePoint admin center, then resume (R-45)`;
    return { kind: "person", because };
  },

  async change(input, { to }) {
    const left = await input.tenant.leftDrives.look(placeOrStop(input));
    if (left.kind === "there" && to !== undefined) await input.tenant.drives.addAdministrator(left.drive, to);
  },

  async undo(input, { to, granted }) {
    if (granted || to === undefined) return;
    // Where it was is in the evidence of another case by now: the account is back, and leads to it.
    const drive = await input.tenant.drives.find(input.leaver.id);
    if (drive !== undefined) await input.tenant.drives.removeAdministrator(drive, to);
  },

  isBack({ granted }, wanted) {
    return granted === wanted.granted;
  },
});

/** In a restore: the account is back and leads to its OneDrive; whoever was given access is looked for, whoever would get it today. */
async function lookAtRestored({ leaver, tenant }: StepInput, wanted: Shown): Promise<Observation<Shown>> {
  const drive = await tenant.drives.find(leaver.id);
  if (drive === undefined) return noDrive;
  const { to } = wanted;
  const granted = to !== undefined && (await tenant.drives.administrators(drive, to)).included;
  return { kind: "different", shown: { ...wanted, granted } };
}

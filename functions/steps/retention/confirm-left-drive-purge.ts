import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { deletionOf } from "../../../shared/domain/deletion-of.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import { endOfBin, noDrive, placeIn } from "../../../shared/domain/left-drive.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  siteId: z.string(),
  recycledAt: Instant.optional(),
  /** When the bin lets go of it, by its own 93 days (FACT-04). */
  binEndsAt: Instant.optional(),
});
const Watched = z.object({ recycledAt: Instant });

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Sees the OneDrive leave the bin of deleted sites, after 93 days there: only the listing shows it (REQ-47, REQ-48, FACT-04). */
export const confirmLeftDrivePurge = defineStep({
  name: "confirm-left-drive-purge",
  title: "See the OneDrive gone for good",
  section: "retention",
  kinds: ["leaver", "retention"],
  needs: ["watch-left-drive"],
  permissions: ["User.Read.All", "SharePoint.Sites.FullControl.All"],
  chain: 3,
  deadlineMs: 7 * dayMs,
  shows: Shown,

  async observe(input) {
    const place = placeIn(input);
    if (place === undefined) return noDrive;
    const { siteId } = place;
    const left = await input.tenant.leftDrives.look(place);
    switch (left.kind) {
      case "gone": {
        const seen = Watched.safeParse(stepRecord(input.steps, "watch-left-drive")?.evidence).data;
        return { kind: "reached", shown: { siteId, ...seen } };
      }
      case "recycled": {
        const binEndsAt = endOfBin(left.since);
        const shown = { siteId, recycledAt: left.since, binEndsAt };
        const because = `it lies in the bin of deleted sites until ${binEndsAt}`;
        // The service empties the bin in its own time, within hours.
        const lookAgainAt = instant(epochMs(binEndsAt) + hourMs);
        if (lookAgainAt <= input.clock.now()) return { kind: "different", shown, because: "the bin still has it" };
        return { kind: "different", shown, because, lookAgainAt };
      }
      case "there": {
        const deletion = await deletionOf(input);
        if (deletion.kind === "restored")
          return { kind: "not-applicable", because: "the account was restored, and its OneDrive with it (REQ-36)" };
        throw new NeedsPersonError(
          "The OneDrive was brought back from the bin: no process takes it away again. Save what is needed, then delete the site in the SharePoint admin center and resume, or cancel the case (R-70)",
        );
      }
      default:
        return left satisfies never;
    }
  },
});

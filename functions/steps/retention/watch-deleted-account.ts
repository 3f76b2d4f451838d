import { z } from "zod";
import { deletionOf, restored } from "../../../shared/domain/deletion-of.ts";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import { RetentionClocks, retentionClocks } from "../../../shared/domain/retention-clocks.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  deletedAt: Instant,
  purgedAt: Instant,
  /** Of the account and the mailbox; those of the OneDrive stand with the step that follows it. */
  clocks: RetentionClocks,
  inBin: z.boolean(),
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Sees the account leave the directory's bin, 30 days after its deletion, and keeps the clock of the mailbox beside it
 * (REQ-53, REQ-59, FACT-10). Leaver never empties the bin itself: the mailbox may be needed.
 */
export const watchDeletedAccount = defineStep({
  name: "watch-deleted-account",
  title: "See the account gone for good",
  section: "retention",
  kinds: ["leaver", "retention"],
  needs: ["delete-account"],
  permissions: ["User.Read.All"],
  chain: 2,
  deadlineMs: 7 * dayMs,
  shows: Shown,

  async observe(input) {
    const deletion = await deletionOf(input);
    if (deletion.kind === "restored") return restored;
    if (deletion.kind === "unseen")
      return { kind: "different", shown: undefined, because: "the directory does not show the deletion yet" };
    if (deletion.kind === "gone")
      return { kind: "not-applicable", because: "the account is gone for good, and nobody knows since when" };
    const { deletedAt, purgedAt, inBin } = deletion;
    const shown = { deletedAt, purgedAt, inBin, clocks: retentionClocks(input, deletion).clocks };
    if (!inBin) return { kind: "reached", shown };
    const because = `it can be restored until ${purgedAt}`;
    const lookAgainAt = instant(epochMs(purgedAt) + hourMs);
    if (lookAgainAt <= input.clock.now()) return { kind: "different", shown, because: "the bin still has it" };
    return { kind: "different", shown, because, lookAgainAt };
  },
});

import { z } from "zod";
import type { StepRecord } from "./case.ts";
import { NotFoundError } from "./errors.ts";
import { Instant } from "./ids.ts";
import type { StepInput } from "./step.ts";

/** What became of the account that a case follows. */
export type Deletion =
  | {
      readonly kind: "deleted";
      readonly deletedAt: Instant;
      /** When the directory removes it for good (FACT-10). */
      readonly purgedAt: Instant;
      /** It can still be restored. */
      readonly inBin: boolean;
    }
  /** It lives again: no clock runs any more (REQ-36). */
  | { readonly kind: "restored" }
  /** Neither alive nor in the bin, and nobody wrote down when it was deleted. */
  | { readonly kind: "gone" }
  /** Nothing shows that it was ever deleted: reads may lag behind. */
  | { readonly kind: "unseen" };

const Times = z.object({ deletedAt: Instant, purgedAt: Instant });

/** Steps that keep the times of the deletion in their evidence. */
const witnesses = ["delete-account", "find-left-drive", "watch-left-drive", "watch-deleted-account"];

/** What the directory shows now; the times of an account that has left the bin come from the evidence. */
export async function deletionOf({
  leaver,
  steps,
  tenant,
}: Pick<StepInput, "leaver" | "steps" | "tenant">): Promise<Deletion> {
  const deleted = await tenant.deletedAccounts.find(leaver.id);
  if (deleted !== undefined) return { kind: "deleted", ...deleted, inBin: true };
  const known = timesIn(steps);
  try {
    await tenant.directory.account(leaver.id);
    return known === undefined ? { kind: "unseen" } : { kind: "restored" };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return known === undefined ? { kind: "gone" } : { kind: "deleted", ...known, inBin: false };
  }
}

/** The last deletion that a step of the case saw. */
function timesIn(steps: readonly StepRecord[]): z.infer<typeof Times> | undefined {
  const seen = steps
    .filter(({ name }) => witnesses.includes(name))
    .map(({ evidence }) => Times.safeParse(evidence).data);
  return seen
    .filter((times) => times !== undefined)
    .toSorted((a, b) => (a.deletedAt < b.deletedAt ? -1 : 1))
    .at(-1);
}

/** Why a step of the retention has nothing to do. */
export const restored = {
  kind: "not-applicable",
  because: "the account was restored: no clock runs any more (REQ-36)",
} as const;

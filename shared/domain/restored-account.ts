import { z } from "zod";
import { stepRecord } from "./case.ts";
import { NeedsPersonError, NotFoundError } from "./errors.ts";
import { epochMs, Instant, type LeaverId } from "./ids.ts";
import type { RestorableAccount, RestoreConflicts } from "./ports/deleted-accounts.ts";
import type { Account } from "./ports/directory.ts";
import type { Hindrance, StepInput } from "./step.ts";

/** What the restore of an account shows; later steps read it. */
export const RestoredAccount = z.object({
  /** Undefined: it was not in the bin. */
  deletedAt: Instant.optional(),
  purgedAt: Instant.optional(),
  enabled: z.boolean(),
  /** How many addresses it has. */
  addresses: z.int(),
});
export type RestoredAccount = z.infer<typeof RestoredAccount>;

/** What stood in the bin before this case restored it; undefined when the account was never in the bin. */
export function cameFromBin({ steps }: Pick<StepInput, "steps">): RestoredAccount | undefined {
  const found = RestoredAccount.safeParse(stepRecord(steps, "restore-account")?.before).data;
  return found?.deletedAt === undefined ? undefined : found;
}

/** The living account; undefined when there is none, which right after a restore may also be a read that lags. */
export async function livingAccount(id: LeaverId, { tenant }: Pick<StepInput, "tenant">): Promise<Account | undefined> {
  try {
    return await tenant.directory.account(id);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** A restored account shows within about a minute (m365-operations 13.3). */
const visibleAfterMs = 10 * 60_000;

/** Whether a restore was ordered so short a time ago that the account may be there without being seen. */
export function mayStillAppear({ steps, clock }: Pick<StepInput, "steps" | "clock">): boolean {
  const intent = stepRecord(steps, "restore-account")?.intent;
  return intent !== undefined && epochMs(clock.now()) < epochMs(intent.at) + visibleAfterMs;
}

/** Neither alive nor in the bin. A new account would be another object, and could destroy the old mailbox (R-66, FACT-08). */
export function goneForGood(purgedAt: Instant | undefined): NeedsPersonError {
  const when = purgedAt === undefined ? "" : ` since ${purgedAt}`;
  return new NeedsPersonError(
    `The account is gone for good${when}, and nothing brings it back: cancel this case; a new account would be another person for mailbox and OneDrive (R-66)`,
  );
}

/** What the operator has not decided yet about a clash, as an instruction; undefined: nothing clashes, or all is decided. */
export function undecided(
  conflicts: RestoreConflicts,
  wishes: NonNullable<StepInput["case"]["restores"]>["wishes"],
): string | undefined {
  const asks = [
    ...(conflicts.signInName.length > 0 && wishes.signInName === "ask" ? [nameIsTaken] : []),
    ...(conflicts.addressesTaken > 0 && wishes.addresses === "ask" ? [addressesAreTaken(conflicts)] : []),
  ];
  return asks.length === 0 ? undefined : asks.join(" · ");
}

export const nameIsTaken =
  "Somebody else has the sign-in name: ask for the restore again with signInName rename-active or rename-restored, and newSignInName (REQ-68)";

function addressesAreTaken({ addressesTaken, addresses }: RestoreConflicts): string {
  return `${addressesTaken} addresses of the account are in use by ${addresses.length} others: take them away there, or ask for the restore again with addresses drop (REQ-69)`;
}

/** Where a renamed account cannot have the new name. */
export const newNameIsTaken =
  "The new sign-in name is in use as well: ask for the restore again with another newSignInName (REQ-68)";

/** Who is restored in Active Directory is not restored here. */
export const restoreOnPremises =
  "The account is mastered in Active Directory: restore it there, wait for the sync, then ask again (R-61, REQ-61)";

/** What keeps the account in the bin, looked at right before the call. */
export async function beforeRestore(input: StepInput, { purgedAt }: RestorableAccount): Promise<Hindrance | undefined> {
  const { leaver, tenant, clock } = input;
  const wishes = input.case.restores?.wishes ?? { signInName: "ask", addresses: "ask" };
  if (purgedAt <= clock.now()) throw goneForGood(purgedAt);
  const renamed = wishes.signInName === "rename-restored" ? wishes.newSignInName : undefined;
  const conflicts = await tenant.deletedAccounts.conflicts(leaver.id, renamed);
  if (renamed !== undefined && conflicts.signInName.length > 0) return { kind: "person", because: newNameIsTaken };
  const because = undecided(conflicts, wishes);
  return because === undefined ? undefined : { kind: "person", because };
}

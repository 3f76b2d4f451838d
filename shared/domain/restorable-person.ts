import { NotFoundError } from "./errors.ts";
import { LeaverId } from "./ids.ts";
import type { RestorableAccount } from "./ports/deleted-accounts.ts";
import type { Account } from "./ports/directory.ts";
import type { Tenant } from "./tenant.ts";

/** Whom an operator means: alive, or in the bin. */
export type Found =
  | { readonly kind: "alive"; readonly id: LeaverId; readonly account: Account }
  | { readonly kind: "in-bin"; readonly id: LeaverId; readonly bin: RestorableAccount }
  /** An object id that the directory does not know any more. */
  | { readonly kind: "gone"; readonly id: LeaverId };

/**
 * Finds a person who is to be restored: by object id, sign-in name or employee id, among the living and in the bin. Who is
 * in the bin may share their former name with somebody who lives, so there may be several.
 */
export async function restorablePeople(
  named: string,
  { directory, deletedAccounts }: Pick<Tenant, "directory" | "deletedAccounts">,
): Promise<readonly Found[]> {
  const id = LeaverId.safeParse(named);
  if (id.success) return [await byId(id.data, { directory, deletedAccounts })];
  const [living, bin] = await Promise.all([
    named.includes("@") ? directory.findBySignInName(named) : directory.findByEmployeeId(named),
    deletedAccounts.named(named),
  ]);
  const alive = [living ?? []].flat();
  return [
    ...bin.map((account) => ({ kind: "in-bin" as const, id: account.id, bin: account })),
    ...alive.map((account) => ({ kind: "alive" as const, id: account.id, account })),
  ];
}

async function byId(
  id: LeaverId,
  { directory, deletedAccounts }: Pick<Tenant, "directory" | "deletedAccounts">,
): Promise<Found> {
  const bin = await deletedAccounts.restorable(id);
  if (bin !== undefined) return { kind: "in-bin", id, bin };
  try {
    return { kind: "alive", id, account: await directory.account(id) };
  } catch (error) {
    if (error instanceof NotFoundError) return { kind: "gone", id };
    throw error;
  }
}

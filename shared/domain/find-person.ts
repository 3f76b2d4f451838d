import { LeaverId } from "./ids.ts";
import type { Account, Directory } from "./ports/directory.ts";

/**
 * Finds a person whom an operator named by object id, sign-in name or employee id, for a look. Cases match by ids only
 * (R-02).
 *
 * @returns none, one, or several: employee ids are not unique in the directory
 * @throws {NotFoundError} no account has this object id
 */
export async function findPerson(
  named: string,
  directory: Pick<Directory, "account" | "findBySignInName" | "findByEmployeeId">,
): Promise<readonly Account[]> {
  const id = LeaverId.safeParse(named);
  if (id.success) return [await directory.account(id.data)];
  if (!named.includes("@")) return await directory.findByEmployeeId(named);
  const account = await directory.findBySignInName(named);
  return account === undefined ? [] : [account];
}

import { z } from "zod";
import { TryLaterError } from "../../../shared/domain/errors.ts";
import {
  beforeRestore,
  cameFromBin,
  goneForGood,
  livingAccount,
  mayStillAppear,
  RestoredAccount,
  restoreOnPremises,
} from "../../../shared/domain/restored-account.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type Observation, type StepInput } from "../../../shared/domain/step.ts";

const Shown = RestoredAccount.extend({
  /** Addresses that others have by now: they did not come back (REQ-69). */
  dropped: z.int(),
  risks: z.array(Risk),
});
type Shown = z.infer<typeof Shown>;

/**
 * Takes the account out of the bin, with everything that comes back by itself, and blocks it at once if it comes back
 * enabled (REQ-55, REQ-59, REQ-64, R-66, R-68). Clashes of names and addresses are looked for before the call, and done about as
 * the operator asked. An account that was never deleted is only looked at.
 *
 * @see https://learn.microsoft.com/graph/api/directory-deleteditems-restore
 */
export const restoreAccount = defineStep({
  name: "restore-account",
  title: "Restore the account",
  section: "restore",
  kinds: ["restore"],
  permissions: ["User.Read.All", "User.DeleteRestore.All", "User.EnableDisableAccount.All", "GroupMember.Read.All"],
  permissionsByChoice: [
    {
      when: 'restoreConflicts is "rename-active"',
      holds: ({ restoreConflicts }) => restoreConflicts === "rename-active",
      permissions: ["User.ReadWrite.All"],
    },
  ],
  chain: 6,
  shows: Shown,

  async observe(input): Promise<Observation<Shown>> {
    const { leaver, tenant, clock } = input;
    const inBin = await tenant.deletedAccounts.restorable(leaver.id);
    if (inBin !== undefined) {
      const { deletedAt, purgedAt, enabled, addresses } = inBin;
      const shown = { deletedAt, purgedAt, enabled, addresses, dropped: 0, risks: [] };
      return { kind: "different", shown, because: "the account is in the bin", ...settling(input) };
    }
    const account = await livingAccount(leaver.id, input);
    const was = cameFromBin(input);
    if (account === undefined) {
      if (was === undefined || !mayStillAppear(input)) throw goneForGood(was?.purgedAt);
      return { kind: "different", shown: shownOf(was, was), because: "the restored account is not visible yet" };
    }
    const shown = shownOf(account, was);
    // Changes of the cancelled case may still be on their way.
    const { settledAt } = input.case.restores ?? {};
    if (settledAt !== undefined && settledAt > clock.now())
      return { kind: "different", shown, because: "what was under way may still land", lookAgainAt: settledAt };
    if (was === undefined || !account.enabled) return { kind: "reached", shown };
    return { kind: "different", shown, because: "it came back enabled, and stays blocked until the operator's word" };
  },

  async guard(input) {
    const inBin = await input.tenant.deletedAccounts.restorable(input.leaver.id);
    if (inBin === undefined) return undefined;
    //
    if (inBin.masteredOnPremises) return { kind: "person", because: restoreOnPremises };
    return await beforeRestore(input, inBin);
  },

  async change(input, { enabled }) {
    const { leaver, tenant } = input;
    const wishes = input.case.restores?.wishes;
    if ((await tenant.deletedAccounts.find(leaver.id)) !== undefined) {
      if (wishes?.signInName === "rename-active") await makeRoom(input, wishes.newSignInName);
      const signInName = wishes?.signInName === "rename-restored" ? wishes.newSignInName : undefined;
      await tenant.deletedAccounts.restore(leaver.id, { signInName, dropAddresses: wishes?.addresses === "drop" });
    }
    if (!enabled) return;
    if ((await livingAccount(leaver.id, input)) === undefined)
      throw new TryLaterError("the restored account is not visible yet");
    await tenant.directory.blockSignIn(leaver.id);
  },
});

/** The account that has the sign-in name now gets another one. */
async function makeRoom({ leaver, tenant }: StepInput, newName: string | undefined): Promise<void> {
  const { signInName } = await tenant.deletedAccounts.conflicts(leaver.id);
  const [holder] = signInName;
  if (holder !== undefined && newName !== undefined) await tenant.directory.rename(holder, newName);
}

function settling({ case: { restores }, clock }: StepInput) {
  const until = restores?.settledAt;
  return until !== undefined && until > clock.now() ? { lookAgainAt: until } : {};
}

function shownOf(
  now: { readonly enabled: boolean; readonly addresses: number },
  was: RestoredAccount | undefined,
): Shown {
  const dropped = was === undefined ? 0 : Math.max(0, was.addresses - now.addresses);
  return {
    ...(was?.deletedAt && { deletedAt: was.deletedAt }),
    ...(was?.purgedAt && { purgedAt: was.purgedAt }),
    enabled: now.enabled,
    addresses: now.addresses,
    dropped,
    risks: dropped === 0 ? [] : [withoutAddresses(dropped)],
  };
}

function withoutAddresses(dropped: number): Risk {
  const what = `${dropped} addresses did not come back, since others have them: see which ones the person needs (REQ-69)`;
  return { rule: "R-67", what };
}

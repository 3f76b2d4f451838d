import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { Instant } from "../../../shared/domain/ids.ts";
import { cameFromBin } from "../../../shared/domain/restored-account.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  passwordChangedAt: Instant.optional(),
  /** Temporary access passes. */
  passes: z.int(),
});

/**
 * The way to sign in, and the operator's word that the person gets access again (R-68, REQ-67). An operator asks for it
 * with `POST /api/cases/{id}/sign-in`, whose answer is the only copy of the secret: Leaver keeps and logs none. The step
 * waits until the directory shows that the password was set anew since the restore; with a pass it becomes one that nobody knows.
 *
 * @see https://learn.microsoft.com/graph/api/authentication-post-temporaryaccesspassmethods
 */
export const giveSignIn = defineStep({
  name: "give-sign-in",
  title: "Give a way to sign in",
  section: "restore",
  kinds: ["restore"],
  needs: ["restore-account"],
  // Those of the operator's call belong here as well.
  permissions: [
    "User.Read.All",
    "UserAuthenticationMethod.Read.All",
    "UserAuthMethod-TAP.ReadWrite.All",
    "User-PasswordProfile.ReadWrite.All",
  ],
  chain: 2,
  shows: Shown,

  async observe(input) {
    const { leaver, tenant, before } = input;
    const { external, masteredOnPremises, passwordChangedAt } = await tenant.directory.account(leaver.id);
    if (external) return { kind: "not-applicable", because: "the person signs in at the home tenant (R-21)" };
    if (!isLockedOut(input))
      return { kind: "not-applicable", because: "password and sign-in methods are still the person's own" };
    const methods = await tenant.directory.signInMethods(leaver.id);
    const passes = methods.filter(({ type }) => type === "temporaryAccessPassAuthenticationMethod").length;
    const shown = { ...(passwordChangedAt && { passwordChangedAt }), passes };
    const given = before !== undefined && (passwordChangedAt ?? "") > (Shown.parse(before).passwordChangedAt ?? "");
    const because = masteredOnPremises ? inActiveDirectory : ask;
    return given ? { kind: "reached", shown } : { kind: "different", shown, because };
  },

  async change({ leaver, tenant }) {
    const { masteredOnPremises } = await tenant.directory.account(leaver.id);
    throw new NeedsPersonError(masteredOnPremises ? inActiveDirectory : ask);
  },
});

/** Whether nobody knows the password any more, or somebody might who must not: an account that was in the bin (REQ-67). */
function isLockedOut(input: StepInput): boolean {
  const changed = (name: string) => stepRecord(input.steps, name) !== undefined;
  return cameFromBin(input) !== undefined || changed("reset-password") || changed("remove-sign-in-methods");
}

const ask =
  "Make sure that this person is to have access again, then ask for a way to sign in with POST /api/cases/{id}/sign-in: its answer shows it once, for you to hand over (R-68)";
const inActiveDirectory =
  "The password is set in Active Directory: set a new one there that has to be changed, wait for the sync, then resume, which is your word that this person gets access again (R-61, R-68)";

import { z } from "zod";
import { Instant } from "../../../shared/domain/ids.ts";
import { leftToActiveDirectory } from "../../../shared/domain/left-to-active-directory.ts";
import { nextSecond } from "../../../shared/domain/revocation.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ passwordChangedAt: Instant.optional(), masteredOnPremises: z.boolean() });

/**
 * Sets a password that nobody knows: made, sent and forgotten inside the adapter (REQ-02, R-14). A changed password is
 * never taken for ours because of a clock: the service's stamp has to move past the one before. The block alone may take a
 * day to reach everything, so password and sessions follow it at once (REQ-07).
 */
export const resetPassword = defineStep({
  name: "reset-password",
  title: "Reset the password",
  section: "lockout",
  after: ["block-sign-in"],
  permissions: ["User-PasswordProfile.ReadWrite.All", "User.Read.All"],
  chain: 3,
  noWayBack: "Nobody knows the old password: the restore gives a new way to sign in",
  settleMs: 30_000,
  shows: Shown,

  async observe({ leaver, before, tenant, clock }) {
    const { external, passwordChangedAt, masteredOnPremises } = await tenant.directory.account(leaver.id);
    if (external)
      return { kind: "not-applicable", because: "the password of a guest belongs to the home tenant (R-21)" };
    const shown = { masteredOnPremises, ...(passwordChangedAt && { passwordChangedAt }) };
    const reset = before !== undefined && (passwordChangedAt ?? "") > (Shown.parse(before).passwordChangedAt ?? "");
    if (reset) return { kind: "reached", shown };
    return { kind: "different", shown, changeFrom: nextSecond(clock.now(), passwordChangedAt) };
  },

  async guard(input, { masteredOnPremises }) {
    if (!masteredOnPremises) return undefined;
    const how = "twice if compromise is suspected (R-14), wait for the sync, then resume";
    return leftToActiveDirectory(input, `Reset the password in Active Directory, ${how}`);
  },

  async change({ leaver, tenant }) {
    await tenant.directory.resetPasswordToUnknown(leaver.id);
  },
});

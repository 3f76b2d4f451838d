import { z } from "zod";
import { leftToActiveDirectory } from "../../../shared/domain/left-to-active-directory.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ enabled: z.boolean(), masteredOnPremises: z.boolean() });

/**
 * Stops new sign-ins (REQ-06). Tokens already issued live on until they expire: revoke-sessions follows. The block of
 * a role holder takes a higher directory role of the application, or the role goes first (FACT-09, R-19).
 *
 * @see https://learn.microsoft.com/graph/api/user-update (accountEnabled)
 */
export const blockSignIn = defineStep({
  name: "block-sign-in",
  title: "Block sign-in",
  section: "lockout",
  needs: ["snapshot"],
  after: ["remove-admin-roles"],
  permissions: ["User.EnableDisableAccount.All", "User.Read.All"],
  chain: 3,
  required: true,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const { enabled, masteredOnPremises } = await tenant.directory.account(leaver.id);
    return { kind: enabled ? "different" : "reached", shown: { enabled, masteredOnPremises } };
  },

  async guard(input, { masteredOnPremises }) {
    if (!masteredOnPremises) return undefined;
    const instruction = "Disable the account in the on-premises directory, wait for the sync, then resume (REQ-13)";
    return leftToActiveDirectory(input, instruction);
  },

  async change({ leaver, tenant }) {
    await tenant.directory.blockSignIn(leaver.id);
  },

  async undo({ leaver, tenant }, account) {
    if (account.enabled) await tenant.directory.allowSignIn(leaver.id);
  },
});

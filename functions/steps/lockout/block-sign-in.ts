import { z } from "zod";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ enabled: z.boolean(), masteredOnPremises: z.boolean() });

/**
 * Stops new sign-ins. Tokens already issued live on until they expire: revoke-sessions follows.
 *
 * @see https://learn.microsoft.com/graph/api/user-update (accountEnabled)
 */
export const blockSignIn = defineStep({
  name: "block-sign-in",
  title: "Block sign-in",
  section: "lockout",
  needs: ["snapshot"],
  permissions: ["User.EnableDisableAccount.All", "User.Read.All"],
  chain: 3,
  required: true,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const { enabled, masteredOnPremises } = await tenant.directory.account(leaver.id);
    return { kind: enabled ? "different" : "reached", shown: { enabled, masteredOnPremises } };
  },

  async change({ leaver, tenant }, account) {
    if (account.masteredOnPremises) {
      throw new NeedsPersonError(
        "Disable the account in the on-premises directory, wait for the sync, then resume (REQ-13)",
      );
    }
    await tenant.directory.blockSignIn(leaver.id);
  },

  async undo({ leaver, tenant }, account) {
    if (account.enabled) await tenant.directory.allowSignIn(leaver.id);
  },
});

import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { Instant } from "../../../shared/domain/ids.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  enabled: z.boolean(),
  sessionsValidFrom: Instant.optional(),
  revokedAt: Instant.optional(),
  /** Successful sign-ins after the block; null where the policy says that the log cannot be read. */
  signInsSinceBlock: z.number().int().nullable(),
});
const Revoked = z.object({ sessionsValidFrom: Instant.optional() });

/**
 * The lockout counts as done when three things are observed: the disabled state, a session time stamp not older
 * than our last revocation, and no successful sign-in since the block. Both time stamps are the service's own. The log has whole
 * seconds, so that a sign-in in the very second in which the block was seen counts: rather one question too many.
 */
export const confirmLockout = defineStep({
  name: "confirm-lockout",
  title: "Confirm the lockout",
  section: "lockout",
  needs: [
    "revoke-sessions-again",
    "reset-password",
    "block-mail-protocols",
    "remove-sign-in-methods",
    "disable-devices",
  ],
  permissions: ["User.Read.All", "AuditLog.Read.All"],
  chain: 1,
  required: true,
  provesLockout: true,
  shows: Shown,

  async observe({ leaver, steps, tenant, policy, since }) {
    const blockedAt = stepRecord(steps, "block-sign-in")?.finishedAt ?? since;
    const ownReadyAt = stepRecord(steps, "confirm-lockout")?.readyAt ?? blockedAt;
    // Resumed: a person has dealt with the sign-ins that stood in the way; only later ones count.
    const countFrom = ownReadyAt > since ? ownReadyAt : blockedAt;
    const [account, signIns] = await Promise.all([
      tenant.directory.account(leaver.id),
      policy.signInLog === "unavailable" ? null : tenant.directory.successfulSignInsSince(leaver.id, countFrom),
    ]);
    const revoked = Revoked.safeParse(stepRecord(steps, "revoke-sessions-again")?.evidence).data;
    const shown = {
      enabled: account.enabled,
      signInsSinceBlock: signIns,
      ...(account.sessionsValidFrom && { sessionsValidFrom: account.sessionsValidFrom }),
      ...(revoked?.sessionsValidFrom && { revokedAt: revoked.sessionsValidFrom }),
    };
    const open = openDoors(shown);
    return open === undefined ? { kind: "reached", shown } : { kind: "different", shown, because: open };
  },
});

function openDoors(shown: z.infer<typeof Shown>): string | undefined {
  if (shown.enabled) return "the account is enabled again";
  if ((shown.sessionsValidFrom ?? "") < (shown.revokedAt ?? "")) return "the revocation is not visible";
  return shown.signInsSinceBlock ? "somebody signed in after the block: end those sessions, then resume" : undefined;
}

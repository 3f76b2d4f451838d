import { z } from "zod";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import type { UsedApplications } from "../../../shared/domain/ports/sign-in-log.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Null where the policy says that the log cannot be read. */
  applications: z.array(z.object({ appId: z.string(), lastSignInAt: Instant })).nullable(),
  risks: z.array(Risk),
});

/** The log keeps 30 days. */
const lookBackMs = 30 * 86_400_000;

/**
 * Lists what Entra cannot end: sessions that applications issued themselves, and tokens from outside Entra. They
 * stay open until each is ended at its own service.
 */
export const listOpenSessions = defineStep({
  name: "list-open-sessions",
  title: "List sessions that stay open",
  section: "remove-rights",
  needs: ["confirm-lockout"],
  permissions: ["AuditLog.Read.All"],
  chain: 1,
  shows: Shown,

  async observe({ leaver, tenant, policy, clock }) {
    const since = instant(epochMs(clock.now()) - lookBackMs);
    const used =
      policy.signInLog === "unavailable" ? undefined : await tenant.signInLog.applicationsSince(leaver.id, since);
    const risks = [...inApplications(used), ...outsideEntra];
    return { kind: "reached", shown: { applications: used === undefined ? null : [...used.applications], risks } };
  },
});

function inApplications(used: UsedApplications | undefined): Risk[] {
  if (used === undefined) {
    return [{ rule: "R-22", what: "The sign-in log cannot be read: look at each application for open sessions" }];
  }
  const open = used.applications.map(({ appId }) => ({
    rule: "R-22",
    what: "The leaver signed in to this application within 30 days: end the session that it may have issued itself",
    objectId: appId,
  }));
  const rest = { rule: "R-22", what: "There are more sign-ins than were looked at, and perhaps more applications" };
  return used.complete ? open : [...open, rest];
}

/** Nothing shows whether there are any. */
const outsideEntra: readonly Risk[] = [
  { rule: "R-22", what: "Personal access tokens and keys of developer platforms stay valid: revoke them there" },
  { rule: "R-22", what: "App passwords and passwords that applications keep themselves stay valid: change them there" },
];

import { z } from "zod";
import { epochMs, Instant, instant } from "./ids.ts";
import { defineStep, type Observation, type Step } from "./step.ts";

const Shown = z.object({ sessionsValidFrom: Instant.optional() });
type Shown = z.infer<typeof Shown>;

/**
 * A step that revokes all sessions. A revocation is never assumed: an older time stamp of the service proves nothing, as
 * clocks differ. It counts when the stamp moved past the one that stood there before our call.
 */
export function revocation(
  definition: Pick<Step, "title" | "section" | "needs" | "after"> & { readonly name: string },
): Step {
  return defineStep({
    ...definition,
    permissions: ["User.Read.All", "User.RevokeSessions.All"],
    chain: 3,
    noWayBack: "Sessions that were ended stay so: the person signs in anew",
    required: true,
    settleMs: 30_000,
    shows: Shown,

    async observe({ leaver, before, tenant, clock }): Promise<Observation<Shown>> {
      const { external, sessionsValidFrom } = await tenant.directory.account(leaver.id);
      if (external) return { kind: "not-applicable", because: "sessions of a guest belong to the home tenant (R-21)" };
      const shown = { ...(sessionsValidFrom && { sessionsValidFrom }) };
      const revoked = before !== undefined && isLater(shown, Shown.parse(before));
      if (revoked) return { kind: "reached", shown };
      return { kind: "different", shown, changeFrom: nextSecond(clock.now(), sessionsValidFrom) };
    },

    async change({ leaver, tenant }) {
      await tenant.directory.revokeSessions(leaver.id);
    },
  });
}

function isLater(now: Shown, before: Shown): boolean {
  return now.sessionsValidFrom !== undefined && now.sessionsValidFrom > (before.sessionsValidFrom ?? "");
}

/**
 * The directory keeps time stamps in whole seconds. Two changes within one second could not be told apart, so the second
 * one waits, at most a second, until its stamp will differ.
 *
 * @returns when the change may be made; undefined: now
 */
export function nextSecond(now: Instant, stamp: Instant | undefined): Instant | undefined {
  if (stamp === undefined || epochMs(stamp) + 1_000 <= epochMs(now)) return undefined;
  return instant(Math.min(epochMs(stamp), epochMs(now)) + 1_000);
}

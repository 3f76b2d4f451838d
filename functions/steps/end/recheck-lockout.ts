import { z } from "zod";
import { isFinished, stepRecord } from "../../../shared/domain/case.ts";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  enabled: z.boolean(),
  /** When the account was looked at by this step, this look included. */
  looks: z.array(Instant),
});

const minuteMs = 60_000;
/** After the next sync, whose cycle is 30 minutes by default, and after three hours (R-62, REQ-11). */
const afterSyncMs = [35 * minuteMs, 180 * minuteMs];
/** A shared mailbox could be opened with the old password, if its account were enabled. */
const dayMs = 24 * 60 * minuteMs;

/**
 * Reads the account again when a sync may have overwritten it, and a day after it became the anchor of a shared mailbox.
 * The lockout has counted long before: what is found here is an alarm.
 */
export const recheckLockout = defineStep({
  name: "recheck-lockout",
  title: "Look at the lockout again",
  section: "end",
  needs: ["confirm-lockout"],
  permissions: ["User.Read.All"],
  chain: 1,
  duplicateRisk:
    "The event `case.access-reopened` goes out once for each time that the account was found enabled. The broker may deliver it twice, with the same CloudEvents id.",
  shows: Shown,

  async observe(input) {
    const { leaver, steps, tenant, clock } = input;
    if (isDone(input, "delete-account")) return { kind: "not-applicable", because: "the account is deleted" };
    const { enabled, masteredOnPremises } = await tenant.directory.account(leaver.id);
    const dues = lookTimes(input, masteredOnPremises);
    if (dues.length === 0) {
      return { kind: "not-applicable", because: "no sync and no shared mailbox can open this account again" };
    }
    const shown = { enabled, looks: [...earlierLooks(steps), clock.now()] };
    if (enabled) return { kind: "different", shown, because: "the account is enabled again" };
    const next = dues.filter((due) => due > clock.now()).toSorted()[0];
    if (next === undefined) return { kind: "reached", shown };
    return {
      kind: "different",
      shown,
      because: "the account is still blocked: it is looked at again",
      lookAgainAt: next,
    };
  },

  /** Never blocked again without a question: somebody may have had a reason. */
  async change({ leaver }) {
    const what = "The account was enabled again after the lockout had been seen (R-62, R-38)";
    return {
      event: { type: "case.access-reopened", data: { objectId: leaver.id } },
      person: `${what}: find out by whom, disable it where it is mastered, revoke its sessions, then resume`,
    };
  },
});

/** When this account has to be looked at. While the mailbox is not converted yet, that look moves along. */
function lookTimes(input: StepInput, synced: boolean): Instant[] {
  const { steps, settings, since, clock } = input;
  const after = (at: Instant, ms: number) => instant(epochMs(at) + ms);
  const lockedAt = stepRecord(steps, "confirm-lockout")?.finishedAt ?? since;
  const times = synced ? afterSyncMs.map((ms) => after(lockedAt, ms)) : [];
  const conversion = stepRecord(steps, "convert-mailbox");
  const stays = settings.end === "living-account" && conversion !== undefined && conversion.state !== "skipped";
  return stays ? [...times, after(conversion.finishedAt ?? clock.now(), dayMs)] : times;
}

function isDone({ steps }: StepInput, name: string): boolean {
  const record = stepRecord(steps, name);
  return record !== undefined && isFinished(record) && record.state !== "skipped";
}

function earlierLooks(steps: StepInput["steps"]): Instant[] {
  return Shown.safeParse(stepRecord(steps, "recheck-lockout")?.evidence).data?.looks ?? [];
}

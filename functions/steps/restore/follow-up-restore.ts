import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { epochMs, instant } from "../../../shared/domain/ids.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";
import { wasAsked } from "../../../shared/domain/was-asked.ts";

const Shown = z.object({
  enabled: z.boolean(),
  /** Successful sign-ins since the account was enabled; null where the log cannot be read. */
  signIns: z.number().int().nullable(),
});

/** The person has had a working day; a sync that blocks the account again has come by then. */
const followUpMs = 24 * 3_600_000;

/**
 * Looks a day later whether the restored person got in: a way to sign in that nobody handed over helps nobody, and a sync
 * may have blocked the account again (REQ-67, R-62). Who has not signed in is the operator's to ask.
 */
export const followUpRestore = defineStep({
  name: "follow-up-restore",
  title: "Follow up on the restored person",
  section: "restore",
  kinds: ["restore"],
  needs: ["enable-account"],
  after: ["tell-restored-person"],
  permissions: ["User.Read.All", "AuditLog.Read.All"],
  chain: 1,
  duplicateRisk:
    "The event `restore.follow-up` goes out once for each time that a person is called. The broker may deliver it twice, with the same CloudEvents id.",
  shows: Shown,

  async observe(input) {
    const { leaver, tenant, steps, policy, clock } = input;
    const opened = stepRecord(steps, "enable-account");
    if (opened === undefined || opened.state === "skipped")
      return { kind: "not-applicable", because: "the account stays blocked" };
    const from = opened.finishedAt ?? clock.now();
    const [{ enabled }, signIns] = await Promise.all([
      tenant.directory.account(leaver.id),
      policy.signInLog === "unavailable" ? null : tenant.directory.successfulSignInsSince(leaver.id, from),
    ]);
    const shown = { enabled, signIns };
    if (enabled && (signIns === null || signIns > 0 || !isNewWay(input))) {
      const due = instant(epochMs(from) + followUpMs);
      if (due <= clock.now() || (signIns ?? 0) > 0) return { kind: "reached", shown };
      return { kind: "different", shown, because: "it is too early to tell", lookAgainAt: due };
    }
    if (enabled && wasAsked("follow-up-restore", input)) return { kind: "reached", shown };
    const due = instant(epochMs(from) + followUpMs);
    const because = enabled ? "the person has not signed in" : "the account is blocked again";
    return { kind: "different", shown, because, ...(due > clock.now() && { lookAgainAt: due }) };
  },

  async change({ leaver }, { enabled }) {
    const event = { type: "restore.follow-up", data: { objectId: leaver.id } };
    return { event, person: enabled ? notSignedIn : blockedAgain };
  },
});

/** Password and methods that were the person's own all along need nobody to hand anything over. */
const isNewWay = ({ steps }: StepInput): boolean => stepRecord(steps, "give-sign-in")?.state !== "skipped";

const notSignedIn =
  "The restored person has not signed in within a day: ask whether the way to sign in arrived, make another one if it did not (POST /api/cases/{id}/sign-in), then resume (REQ-67)";
const blockedAgain =
  "The account was blocked again after it had been enabled: find out by whom, enable it where it is mastered, then resume (R-62)";

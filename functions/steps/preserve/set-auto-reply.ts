import { z } from "zod";
import { autoReplyText } from "../../../shared/domain/auto-reply-text.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { wasAsked } from "../../../shared/domain/was-asked.ts";

const Shown = z.object({ state: z.enum(["disabled", "enabled", "scheduled"]), marked: z.boolean() });

/**
 * Tells whoever writes that the mailbox is not read any more, in the policy's languages. Not where the mailbox
 * becomes inactive: that receives nothing and answers nobody.
 */
export const setAutoReply = defineStep({
  name: "set-auto-reply",
  title: "Set the automatic reply",
  section: "preserve",
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp"],
  chain: 6,
  shows: Shown,

  leftOut({ settings }) {
    if (settings.end === "inactive-mailbox") return "An inactive mailbox answers nobody (R-32)";
    return settings.mailbox.autoReply === "off" ? "The policy wants no automatic reply" : undefined;
  },

  async observe({ leaver, tenant, settings }) {
    const { mark } = autoReplyText(settings.mailbox.autoReplyLanguages);
    const reply = await tenant.autoReplies.of(leaver.id, mark);
    if (reply === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const answers = reply.state === "enabled" && reply.marked;
    return { kind: answers ? "reached" : "different", shown: { ...reply } };
  },

  async change({ leaver, tenant, settings }) {
    await tenant.autoReplies.answer(leaver.id, autoReplyText(settings.mailbox.autoReplyLanguages).html);
  },

  async undo({ leaver, tenant }, before) {
    await tenant.autoReplies.silence(leaver.id);
    if (before.state === "disabled") return;
    // Its text was personal content, which the ledger does not keep.
    throw new NeedsPersonError(
      "The automatic reply is off. The leaver had one before, whose text was not kept: ask whether it is wanted again",
    );
  },

  /** Ours is off. Where there was one before, a person is asked, unless another one answers already. */
  isBack({ state, marked }, wanted, input) {
    if (wanted.state !== "disabled" && !wasAsked("set-auto-reply", input)) return state !== "disabled" && !marked;
    return state === "disabled" || !marked;
  },
});

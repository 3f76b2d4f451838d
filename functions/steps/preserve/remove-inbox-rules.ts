import { z } from "zod";
import type { InboxRule } from "../../../shared/domain/ports/inbox-rules.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  rules: z.array(
    z.object({ id: z.string(), enabled: z.boolean(), forwardsTo: z.number().int(), outside: z.number().int() }),
  ),
  risks: z.array(Risk),
});

/** So many in one go: each is a call. */
const mostAtOnce = 40;

/**
 * Removes the rules of the inbox, first those that send mail on: they survive the conversion, and some point outside the
 * organisation. There is no way back: what a rule looks for is personal content, which Leaver does not keep,
 * and rules that a client keeps are lost with the first of them.
 */
export const removeInboxRules = defineStep({
  name: "remove-inbox-rules",
  title: "Remove the inbox rules",
  section: "preserve",
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp"],
  chain: 6,
  noWayBack: "What the rules looked for was not kept (R-72): the person sets them up again",
  destructive: true,
  shows: Shown,

  leftOut({ settings }) {
    return settings.mailbox.inboxRules === "keep" ? "The policy keeps the inbox rules" : undefined;
  },

  async observe(input) {
    const rules = await input.tenant.inboxRules.of(input.leaver.id);
    if (rules === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const shown = { rules: rules.map((rule) => ({ ...rule })), risks: risksOf(rules, input) };
    return { kind: rules.length === 0 ? "reached" : "different", shown };
  },

  async change({ leaver, tenant }, { rules }) {
    const first = rules.toSorted((left, right) => right.outside - left.outside || right.forwardsTo - left.forwardsTo);
    const now = first.slice(0, mostAtOnce);
    await tenant.inboxRules.remove(
      leaver.id,
      now.map(({ id }) => id),
    );
    return now.length < rules.length ? "more" : undefined;
  },
});

/** What went outside stays on the list when the rule is gone: mail may have left before. */
function risksOf(rules: readonly InboxRule[], { before }: StepInput): Risk[] {
  const earlier = Shown.safeParse(before).data?.risks ?? [];
  const found = rules.filter(({ outside }) => outside > 0).map(flagged);
  const ids = new Set(earlier.map(({ objectId }) => objectId));
  return [...earlier, ...found.filter(({ objectId }) => !ids.has(objectId))];
}

function flagged({ id, enabled, outside }: InboxRule): Risk {
  const rule = enabled ? "An inbox rule" : "A disabled inbox rule";
  const what = `${rule} sent mail on to ${outside} addresses outside the organisation: see in the message trace what left, unless the outbound policy blocks it (FACT-20)`;
  return { rule: "R-33", what, objectId: id };
}

import { z } from "zod";
import {
  giveBackForwarding,
  isGivenBack,
  ShownForwarding,
  shownForwarding,
} from "../../../shared/domain/former-forwarding.ts";
import { wantedTarget } from "../../../shared/domain/forwarding-target.ts";
import type { Forwarding } from "../../../shared/domain/ports/mail-forwarding.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";
import { wasAsked } from "../../../shared/domain/was-asked.ts";

const Shown = z.object({ forwarding: ShownForwarding, risks: z.array(Risk) });

/**
 * Ends a forwarding of the whole mailbox that somebody set before, usually the leaver: recorded, flagged when it leads
 * outside, removed. It would survive the conversion. Rules of the inbox are another step's.
 */
export const removeOldForwarding = defineStep({
  name: "remove-old-forwarding",
  title: "Remove the old forwarding",
  section: "hand-over",
  after: ["block-sign-in"],
  permissions: ["User.Read.All", "Exchange.ManageAsApp"],
  chain: 6,
  shows: Shown,

  async observe(input) {
    const forwarding = await input.tenant.mailForwarding.of(input.leaver.id);
    if (forwarding === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const shown = { forwarding: shownForwarding(forwarding), risks: risksOf(forwarding, input) };
    return { kind: (await isOld(forwarding, input)) ? "different" : "reached", shown };
  },

  async change({ leaver, tenant }) {
    await tenant.mailForwarding.stop(leaver.id);
  },

  async undo({ leaver, tenant }, { forwarding }) {
    await giveBackForwarding(leaver.id, forwarding, tenant.mailForwarding);
  },

  isBack({ forwarding }, wanted, input) {
    return isGivenBack(forwarding, wanted.forwarding, wasAsked("remove-old-forwarding", input));
  },
});

/** What the policy wants anyway stays: mail would be missed between the end of the one and the start of the other. */
async function isOld({ recipient, address }: Forwarding, input: StepInput): Promise<boolean> {
  if (recipient === undefined && address === undefined) return false;
  return address !== undefined || recipient?.id === undefined || recipient.id !== (await wantedTarget(input));
}

/** Mail may have left before: it stays on the list when the forwarding is gone. */
function risksOf({ recipient, address }: Forwarding, { before }: StepInput): Risk[] {
  const earlier = Shown.safeParse(before).data?.risks ?? [];
  if (earlier.length > 0 || !(recipient?.external || address?.external)) return earlier;
  const what =
    "The mailbox forwarded all mail outside the organisation: see in the message trace what left, unless the outbound policy blocks it (FACT-20)";
  return [{ rule: "R-33", what }];
}

import { z } from "zod";
import {
  giveBackForwarding,
  isGivenBack,
  ShownForwarding,
  shownForwarding,
} from "../../../shared/domain/former-forwarding.ts";
import { refusedTarget, wantedTarget } from "../../../shared/domain/forwarding-target.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { defineStep, type Hindrance, type StepInput } from "../../../shared/domain/step.ts";
import { wasAsked } from "../../../shared/domain/was-asked.ts";

const Shown = z.object({
  /** Who is to get new mail; undefined: there is nobody now. */
  target: LeaverId.optional(),
  forwarding: ShownForwarding,
});

/**
 * Hands new mail on to a person or a shared mailbox of the organisation (REQ-21, REQ-26). After the conversion, because a
 * user mailbox stops forwarding when its licence goes (R-40, FACT-01). It covers new mail only (REQ-22).
 */
export const forwardMail = defineStep({
  name: "forward-mail",
  title: "Forward new mail",
  section: "hand-over",
  needs: ["convert-mailbox", "remove-old-forwarding"],
  after: ["block-sign-in"],
  permissions: ["User.Read.All", "Exchange.ManageAsApp"],
  chain: 10,
  shows: Shown,

  leftOut({ settings }) {
    if (settings.mailbox.forwardTo === "nobody") return "The policy forwards no mail";
    if (settings.end === "living-account") return undefined;
    return "The mailbox goes with the account and receives nothing afterwards: nothing is promised (R-32, REQ-20)";
  },

  async observe(input) {
    const { leaver, tenant, settings } = input;
    const [forwarding, target] = await Promise.all([tenant.mailForwarding.of(leaver.id), wantedTarget(input)]);
    if (forwarding === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const shown = { ...(target && { target }), forwarding: shownForwarding(forwarding) };
    const { recipient, address, keepsCopy } = forwarding;
    const there = target !== undefined && recipient?.id === target && address === undefined;
    return { kind: there && keepsCopy === settings.mailbox.forwardKeepsCopy ? "reached" : "different", shown };
  },

  async guard(input, { target }) {
    const refused = await refusedTarget(target, input);
    if (refused !== undefined) return { kind: "person", because: refused };
    return await turnedBack(input);
  },

  async change({ leaver, tenant, settings }, { target }) {
    const keepsCopy = settings.mailbox.forwardKeepsCopy;
    await tenant.mailForwarding.forward(leaver.id, { to: LeaverId.parse(target), as: "recipient", keepsCopy });
  },

  async undo({ leaver, tenant }, { forwarding }) {
    await giveBackForwarding(leaver.id, forwarding, tenant.mailForwarding);
  },

  isBack({ forwarding }, wanted, input) {
    return isGivenBack(forwarding, wanted.forwarding, wasAsked("forward-mail", input));
  },
});

/** Where the policy wants a conversion, forwarding rests on it: a mailbox that became a user's again would stop. */
async function turnedBack({ leaver, tenant, settings }: StepInput): Promise<Hindrance | undefined> {
  if (!settings.mailbox.convertToShared) return undefined;
  const mailbox = await tenant.sharedMailboxes.find(leaver.id);
  return mailbox?.type === "user" ? { kind: "person", because: convertFirst } : undefined;
}

const convertFirst =
  "The mailbox is a user's again, and would stop forwarding without its licence: convert it to a shared one, then resume (R-39, R-40)";

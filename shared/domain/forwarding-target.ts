import { custodianOf, nobodyTakesOver, successorOf } from "./custodian.ts";
import { LeaverId } from "./ids.ts";
import type { StepInput } from "./step.ts";

type Input = Pick<StepInput, "leaver" | "tenant" | "policy" | "leaving" | "settings">;

/** Hops that mail is followed over: more than that are a loop in any case. */
const mostHops = 5;

/**
 * Who is to get the leaver's new mail by the settings, before it is known whether that person may.
 *
 * @returns undefined: nobody, because the policy says so or because there is no custodian
 */
export async function wantedTarget(input: Input): Promise<LeaverId | undefined> {
  const { end, mailbox } = input.settings;
  if (end !== "living-account" || mailbox.forwardTo === "nobody") return undefined;
  if (mailbox.forwardTo !== "custodian") return LeaverId.parse(mailbox.forwardTo);
  return (await custodianOf(input))?.id;
}

/** Why mail must not go to this target now, as an instruction (REQ-26, R-41, R-42); undefined: it may. */
export async function refusedTarget(target: LeaverId | undefined, input: Input): Promise<string | undefined> {
  if (target === undefined) return nobodyTakesOver;
  const kind = await input.tenant.mailForwarding.kindOf(target);
  switch (kind) {
    case undefined:
      return "Nobody has the id that the policy forwards mail to, or without a mailbox: name another one, then resume (REQ-26)";
    case "other":
      return "Mail is forwarded to a person or a shared mailbox, and this is neither: name another one, then resume (REQ-26)";
    case "external":
      return "The policy forwards mail to somebody whose mailbox is outside the organisation, which is never done: name another one, then resume (R-41)";
    case "shared-mailbox":
    case "mailbox":
      return (await leaves(target, kind, input)) ?? (await passedOn(target, input));
    default:
      return kind satisfies never;
  }
}

/** The account behind a shared mailbox is blocked on purpose, so that only a person's has to be active. */
async function leaves(target: LeaverId, kind: "mailbox" | "shared-mailbox", input: Input): Promise<string | undefined> {
  const taken = kind === "mailbox" ? await successorOf(target, input) : target;
  if (taken !== undefined && taken !== input.leaver.id && !(await input.leaving(target))) return undefined;
  return "Whoever is to get the mail is disabled, a guest or leaving: name another one in the policy, then resume (R-42)";
}

/** Follows the mail to where it ends: not outside, and not back. */
async function passedOn(target: LeaverId, { leaver, tenant }: Input): Promise<string | undefined> {
  let at = target;
  for (let hops = 1; hops <= mostHops; hops += 1) {
    const forwarding = await tenant.mailForwarding.of(at);
    const next = forwarding?.recipient ?? forwarding?.address;
    if (next?.external) {
      return "Whoever is to get the mail forwards it to somebody outside the organisation: end that, or name another one, then resume (R-41)";
    }
    if (next?.id === undefined) return undefined;
    if (next.id === leaver.id) break;
    at = next.id;
  }
  return "Whoever is to get the mail forwards it back to the leaver, or in a circle: end that, or name another one, then resume (R-42)";
}

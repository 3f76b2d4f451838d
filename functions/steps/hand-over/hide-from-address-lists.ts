import { z } from "zod";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ hidden: z.boolean(), masteredOnPremises: z.boolean() });

const hourMs = 3_600_000;

/**
 * Takes the leaver out of the address lists, so that nobody finds them there. Where Active Directory masters the mailbox
 * that is an attribute there (m365-operations 8.6), which a person or the customer's agent sets.
 */
export const hideFromAddressLists = defineStep({
  name: "hide-from-address-lists",
  title: "Hide from the address lists",
  section: "hand-over",
  // A hidden mailbox can no longer be picked by name: whoever takes it over gets it first.
  after: ["block-sign-in", "grant-mailbox-access"],
  permissions: ["Exchange.ManageAsApp"],
  chain: 4,
  duplicateRisk:
    "Where an agent changes Active Directory, the event `on-premises.requested` goes out once for each announced request; the broker may deliver it twice, always with the same CloudEvents id.",
  // REQ-11: three hours or more on premises.
  deadlineMs: 4 * hourMs,
  shows: Shown,

  leftOut({ settings }) {
    return settings.mailbox.hideFromAddressLists ? undefined : "The policy keeps the leaver in the address lists";
  },

  async observe({ leaver, tenant }) {
    const entry = await tenant.addressLists.entryOf(leaver.id);
    if (entry === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const { hidden, masteredOnPremises } = entry;
    return { kind: hidden ? "reached" : "different", shown: { hidden, masteredOnPremises } };
  },

  async guard({ settings }, { masteredOnPremises }) {
    const byPerson = masteredOnPremises && settings.onPremises === "person";
    return byPerson ? { kind: "person", because: inActiveDirectory("TRUE") } : undefined;
  },

  async change({ leaver, tenant }, { masteredOnPremises }) {
    if (!masteredOnPremises) return void (await tenant.addressLists.hide(leaver.id));
    const asks = [{ what: "hide-from-address-lists" }];
    return { event: { type: "on-premises.requested", data: { objectId: leaver.id, asks } } };
  },

  async undo({ leaver, tenant }, { hidden, masteredOnPremises }) {
    if (hidden) return;
    if (masteredOnPremises) throw new NeedsPersonError(inActiveDirectory("FALSE"));
    await tenant.addressLists.show(leaver.id);
  },

  isBack({ hidden }, wanted) {
    return hidden === wanted.hidden;
  },
});

function inActiveDirectory(value: "TRUE" | "FALSE"): string {
  return `Set msExchHideFromAddressLists to ${value} in Active Directory, wait for the sync, then resume (REQ-13)`;
}

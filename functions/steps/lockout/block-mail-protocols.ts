import { z } from "zod";
import { mailProtocols, type ProtocolSwitches } from "../../../shared/domain/ports/mailboxes.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Switches = z.record(z.enum(mailProtocols), z.boolean().nullable());

const allClosed = Object.fromEntries(mailProtocols.map((protocol) => [protocol, false])) as ProtocolSwitches;

/** Closes every mail path of the mailbox: a second layer with its own delay, faster than tokens expire (R-17, REQ-12). */
export const blockMailProtocols = defineStep({
  name: "block-mail-protocols",
  title: "Block mail protocols",
  section: "lockout",
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp"],
  chain: 4,
  shows: Switches,

  async observe({ leaver, tenant }) {
    const switches = await tenant.mailboxes.protocols(leaver.id);
    if (switches === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const closed = mailProtocols.every((protocol) => switches[protocol] === false);
    return { kind: closed ? "reached" : "different", shown: { ...switches } };
  },

  async change({ leaver, tenant }) {
    await tenant.mailboxes.setProtocols(leaver.id, allClosed);
  },

  async undo({ leaver, tenant }, before) {
    await tenant.mailboxes.setProtocols(leaver.id, before);
  },
});

import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  enabled: z.boolean(),
  /** Enabled devices that Active Directory masters, by object id. */
  computers: z.array(z.string()),
});

const hourMs = 3_600_000;
const instruction =
  "In Active Directory, disable the account, reset its password (twice if compromise is suspected) and disable its computers; wait for the sync, then resume (REQ-13, R-14)";

/**
 * What Active Directory masters is changed there. All of it is asked for here, once: of the customer's agent by an
 * event, or of a person. Done when the account is seen disabled; password and computers are seen by their own steps.
 */
export const askOnPremises = defineStep({
  name: "ask-on-premises",
  title: "Ask for the changes in Active Directory",
  section: "lockout",
  needs: ["snapshot"],
  permissions: ["User.Read.All"],
  chain: 1,
  noWayBack: "What was done in Active Directory is asked back by the steps that give account and mailbox back",
  duplicateRisk:
    "The event `on-premises.requested` goes out once for each announced request. The broker may deliver it twice, always with the same CloudEvents id, by which the agent takes it once; a step that is resumed asks again, with a new id.",
  // REQ-11: three hours or more on premises.
  deadlineMs: 4 * hourMs,
  shows: Shown,

  async observe({ leaver, steps, before, tenant }) {
    const { enabled, masteredOnPremises } = await tenant.directory.account(leaver.id);
    if (!masteredOnPremises) return { kind: "not-applicable", because: "the account is mastered in the cloud (R-61)" };
    const devices = await tenant.directory.devices(leaver.id);
    const computers = devices.filter((device) => device.masteredOnPremises && device.enabled).map(({ id }) => id);
    const shown = { enabled, computers };
    // Whoever is disabled already is asked for all the same: the old password still opens what was cached.
    const intent = stepRecord(steps, "ask-on-premises")?.intent;
    const asked = before !== undefined && (intent === undefined || intent.accepted);
    if (asked && !enabled) return { kind: "reached", shown };
    return {
      kind: "different",
      shown,
      because: `${enabled ? "the account is enabled" : "not asked yet"}. ${instruction}`,
    };
  },

  async change({ leaver, settings }, { computers }) {
    if (settings.onPremises === "person") throw new NeedsPersonError(instruction);
    const asks = [
      { what: "disable-account" },
      { what: "reset-password", times: 2 },
      ...(computers.length > 0 ? [{ what: "disable-computers", objectIds: computers }] : []),
    ];
    return { event: { type: "on-premises.requested", data: { objectId: leaver.id, asks } } };
  },
});

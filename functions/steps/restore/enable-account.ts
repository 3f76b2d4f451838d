import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { cameFromBin } from "../../../shared/domain/restored-account.ts";
import { defineStep, type Hindrance, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({ enabled: z.boolean(), masteredOnPremises: z.boolean() });
const Devices = z.array(z.object({ id: z.string(), enabled: z.boolean(), masteredOnPremises: z.boolean() }));

const hourMs = 3_600_000;

/**
 * Lets the person sign in again: after the way to sign in, the operator's word, and everything that was given back.
 * An account that was blocked before the leaver's case stays so.
 *
 * @see https://learn.microsoft.com/graph/api/user-update (accountEnabled)
 */
export const enableAccount = defineStep({
  name: "enable-account",
  title: "Enable the account",
  section: "restore",
  kinds: ["restore"],
  needs: ["restore-account", "give-sign-in"],
  permissions: ["User.EnableDisableAccount.All", "User.Read.All"],
  chain: 3,
  duplicateRisk:
    "Where an agent changes Active Directory, the event `on-premises.requested` goes out once for each announced request; the broker may deliver it twice, always with the same CloudEvents id.",
  // REQ-11: three hours or more on premises.
  deadlineMs: 4 * hourMs,
  shows: Shown,

  async observe({ leaver, tenant, wanted }) {
    if (Shown.safeParse(wanted).data?.enabled === false)
      return {
        kind: "not-applicable",
        because: "the account was blocked before the leaver's case began, and stays so",
      };
    const { enabled, masteredOnPremises } = await tenant.directory.account(leaver.id);
    return { kind: enabled ? "reached" : "different", shown: { enabled, masteredOnPremises } };
  },

  async guard(input, { masteredOnPremises }) {
    const waits = blockedByOthers(input);
    if (waits !== undefined || !masteredOnPremises || input.settings.onPremises === "agent") return waits;
    return { kind: "person", because: inActiveDirectory };
  },

  async change({ leaver, tenant, steps }, { masteredOnPremises }) {
    if (!masteredOnPremises) return void (await tenant.directory.allowSignIn(leaver.id));
    const wanted = Devices.safeParse(stepRecord(steps, "disable-devices")?.wanted).data ?? [];
    const objectIds = wanted.filter((device) => device.enabled && device.masteredOnPremises).map(({ id }) => id);
    const asks = [
      { what: "enable-account" },
      ...(objectIds.length > 0 ? [{ what: "enable-computers", objectIds }] : []),
    ];
    return { event: { type: "on-premises.requested", data: { objectId: leaver.id, asks } } };
  },
});

/** Somebody else had blocked it before it was deleted: a restore alone is no reason to open it. */
function blockedByOthers(input: StepInput): Hindrance | undefined {
  const record = stepRecord(input.steps, "enable-account");
  const was = cameFromBin(input);
  if (input.wanted !== undefined || was === undefined || was.enabled || record?.approval !== undefined)
    return undefined;
  return { kind: "person", because: blockedBefore };
}

const inActiveDirectory =
  "Enable the account and its computers in Active Directory, wait for the sync, then resume (R-61)";
const blockedBefore =
  "The account was blocked when it was deleted, and not by Leaver: find out why, then approve enable-account, or cancel and it stays blocked (R-68)";

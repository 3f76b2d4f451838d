import type { CaseSettings } from "./case-settings.ts";
import type { Policy } from "./policy.ts";
import { groupsOfRules, type LayeredSettings, layered, type PolicyPath } from "./policy-layers.ts";

/** A part of the policy that does not go together with another one, or that has no meaning. */
export interface PolicyFault {
  readonly path: PolicyPath;
  /** An `error` keeps the app from starting; a `warning` is for a person to think about. */
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** What one set of settings says: `said` is true for what the policy itself chose, and false for what is only usual. */
interface Said {
  readonly settings: CaseSettings;
  said(setting: string): boolean;
}

interface Check {
  /** Settings that make the contradiction; the fault stands at the first of them that the policy said. */
  readonly settings: readonly string[];
  readonly severity: PolicyFault["severity"];
  readonly message: string;
  holds(said: Said): boolean;
}

const deletes = ({ end }: CaseSettings): boolean => end === "inactive-mailbox" || end === "plain-deletion";

const checks: readonly Check[] = [
  {
    settings: ["end", "mailbox.hold"],
    severity: "error",
    message: 'an inactive mailbox needs a hold before the account is deleted: set mailbox.hold to "litigation" (R-27)',
    holds: ({ settings }) => settings.end === "inactive-mailbox" && settings.mailbox.hold === "none",
  },
  {
    settings: ["mailbox.convertToShared", "end"],
    severity: "error",
    message: "a mailbox is converted or its account is deleted, not both: the account is its anchor (R-37)",
    holds: ({ settings, said }) =>
      deletes(settings) && settings.mailbox.convertToShared && said("mailbox.convertToShared"),
  },
  {
    settings: ["mailbox.forwardTo", "end"],
    severity: "error",
    message: "nothing is forwarded once the account is deleted: forward to nobody, or let the account live (R-32)",
    holds: ({ settings, said }) =>
      deletes(settings) && settings.mailbox.forwardTo !== "nobody" && said("mailbox.forwardTo"),
  },
  {
    settings: ["mailbox.forwardTo", "mailbox.convertToShared", "licences"],
    severity: "error",
    message: "forwarding on a user mailbox needs a licence: convert the mailbox, or keep the licences (R-40, FACT-01)",
    holds: ({ settings: { end, mailbox, licences } }) =>
      end === "living-account" && mailbox.forwardTo !== "nobody" && !mailbox.convertToShared && licences === "remove",
  },
  {
    settings: ["mailbox.autoReply", "end"],
    severity: "error",
    message: "an inactive or deleted mailbox answers nobody: switch the auto-reply off (R-32)",
    holds: ({ settings, said }) =>
      deletes(settings) && settings.mailbox.autoReply === "on" && said("mailbox.autoReply"),
  },
  ...(["fullAccess", "sendAs"] as const).map(
    (name): Check => ({
      settings: [`mailbox.${name}`, "end"],
      severity: "error",
      message: "nobody can open a mailbox whose account is deleted: name nobody, or let the account live (REQ-20)",
      holds: ({ settings, said }) =>
        deletes(settings) && settings.mailbox[name] !== "nobody" && said(`mailbox.${name}`),
    }),
  ),
  {
    settings: ["mailbox.hold", "licences", "end"],
    severity: "warning",
    message:
      "a mailbox on hold keeps its Exchange Online Plan 2 licence while the account lives; a plan without it is refused when the case runs (FACT-11, R-26)",
    holds: ({ settings: { end, mailbox, licences } }) =>
      end === "living-account" && mailbox.hold === "litigation" && licences === "remove",
  },
  {
    settings: ["mailbox.holdDays"],
    severity: "error",
    message: "a length of the hold without a hold: set mailbox.hold, or leave the length out",
    holds: ({ settings: { mailbox } }) => mailbox.holdDays !== undefined && mailbox.hold === "none",
  },
  {
    settings: ["drive.handOver", "drive.library"],
    severity: "error",
    message: "a copy needs a library to go to: set drive.library (REQ-33)",
    holds: ({ settings: { drive } }) => drive.handOver === "copy" && drive.library === undefined,
  },
  {
    settings: ["drive.library"],
    severity: "warning",
    message: 'the library has no meaning while drive.handOver is not "copy"',
    holds: ({ settings: { drive } }) => drive.library !== undefined && drive.handOver !== "copy",
  },
  {
    settings: ["devices.company", "approvals"],
    severity: "error",
    message: 'a full wipe needs an approval: add "wipe-managed-devices" to approvals (R-52)',
    holds: ({ settings: { devices, approvals } }) =>
      devices.company === "wipe" && !approvals.includes("wipe-managed-devices"),
  },
  {
    settings: ["approvals", "end"],
    severity: "error",
    message: 'the deletion of an account needs an approval: add "delete-account" to approvals (R-60)',
    holds: ({ settings }) => deletes(settings) && !settings.approvals.includes("delete-account"),
  },
  {
    settings: ["deleteAfterDays", "end"],
    severity: "warning",
    message: "the waiting time has no meaning while the account lives",
    holds: ({ settings, said }) => !deletes(settings) && said("deleteAfterDays"),
  },
];

/**
 * What in the policy contradicts itself, for everybody and for everybody for whom one or two of its rules hold. Each fault
 * once, at the place that the policy would have to change.
 */
export function contradictions(policy: Policy): readonly PolicyFault[] {
  const faults = groupsOfRules(policy).flatMap((rules) => faultsOf(layered(policy, rules)));
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

function faultsOf({ settings, from }: LayeredSettings): readonly PolicyFault[] {
  const said = { settings, said: (setting: string) => from.has(setting) };
  return checks
    .filter((check) => check.holds(said))
    .map(({ settings: names, severity, message }) => {
      const path = names.map((name) => from.get(name)).find((place) => place !== undefined) ?? ["defaults"];
      return { path, severity, message };
    });
}

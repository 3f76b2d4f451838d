import { steps } from "../../functions/steps.ts";
import { type CaseSettings, changed, usualSettings } from "../../shared/domain/case-settings.ts";
import { demoRules } from "../demo/policy.ts";

/** What opening a case needs before any step runs: the match by employee id. */
const intake = ["User.Read.All"];

/** Rights that are granted for something else anyway, and what they allow besides, as Microsoft's permission reference says. */
const wider: Readonly<Record<string, readonly string[]>> = {
  "Directory.Read.All": ["LicenseAssignment.Read.All"],
  "Group.ReadWrite.All": ["GroupMember.ReadWrite.All"],
  "RoleManagement.ReadWrite.Directory": [
    "RoleAssignmentSchedule.Read.Directory",
    "RoleEligibilitySchedule.Read.Directory",
  ],
};

/** The usual settings, and what each rule of the demo's policy makes of them. */
const granted: readonly CaseSettings[] = [usualSettings, ...demoRules.map(({ set }) => changed(usualSettings, set))];

/**
 * The Graph application permissions to start with, each once, sorted: those of all steps, of the intake, and of what the
 * usual settings and the demo's policy choose. What belongs to Exchange and to SharePoint itself is not Graph's.
 */
export function graphPermissions(): readonly string[] {
  const all = new Set([...intake, ...steps.flatMap(({ permissions }) => permissions), ...chosen()]);
  const ofGraph = [...all].filter((permission) => !/^(Exchange|SharePoint)\./.test(permission));
  return ofGraph.filter((permission) => !ofGraph.some((other) => covers(other, permission))).toSorted();
}

/** Whether the first right includes the second one: to grant both would be one too many. */
export function covers(one: string, other: string): boolean {
  if (one === other) return false;
  return one === other.replace(/\.Read\.All$/, ".ReadWrite.All") || (wider[one] ?? []).includes(other);
}

function chosen(): readonly string[] {
  return steps
    .flatMap(({ permissionsByChoice }) => permissionsByChoice)
    .filter(({ holds }) => granted.some((settings) => holds(settings)))
    .flatMap(({ permissions }) => permissions);
}

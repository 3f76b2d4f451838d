import type { CaseSettings } from "./case-settings.ts";
import type { Cloud } from "./cloud.ts";
import { includes, type PermissionService, serviceOf, withoutCovered } from "./permissions.ts";
import { makePlan } from "./plan.ts";
import type { Policy } from "./policy.ts";
import { possibleSettings } from "./possible-settings.ts";
import type { Step } from "./step.ts";

/** One application permission that the policy's steps take, and who takes it. */
export interface NeededPermission {
  readonly service: PermissionService;
  /** As the service names it. */
  readonly permission: string;
  /** Names of steps, and of what the app does outside of steps. */
  readonly takenBy: readonly string[];
}

/** What the app does outside of steps, with the permissions that it takes, in the notation of steps. */
export interface OutsideSteps {
  readonly name: string;
  readonly permissions: readonly string[];
}

/** What the app does before any step runs: the match by employee id, how many people there are, and who was deleted. */
const always: readonly OutsideSteps[] = [
  { name: "opening a case", permissions: ["User.Read.All"] },
  { name: "watching the directory", permissions: ["User.Read.All"] },
];

/**
 * What restores take only for an account that is in the bin, and for what was left of it. Where a policy only suspends,
 * Leaver puts none there, and giving back the lockout takes no more than the lockout did.
 */
const forTheBin: readonly string[] = [
  "User.DeleteRestore.All",
  "User.ReadWrite.All",
  "GroupMember.Read.All",
  "Files.Read.All",
  "SharePointTenantSettings.Read.All",
  "SharePoint.Sites.FullControl.All",
];

/** What is read from the sign-in log, which a policy can do without. */
const signInLogRight = "AuditLog.Read.All";

/**
 * The application permissions that a policy needs in a cloud, least first: of the steps that are in for at least one
 * possible person, with what the policy's choices take besides, and of what the app does outside of steps. A wider right
 * replaces the narrower ones that it includes.
 */
export function neededPermissions(
  steps: readonly Step[],
  policy: Policy,
  cloud: Cloud,
  outside: readonly OutsideSteps[] = [],
): readonly NeededPermission[] {
  const takers = new Map<string, Set<string>>();
  const take = (name: string, permissions: readonly string[]) => {
    for (const permission of permissions) {
      const names = takers.get(permission) ?? new Set<string>();
      takers.set(permission, names.add(name));
    }
  };
  for (const { name, permissions } of [...always, ...outside]) take(name, permissions);
  for (const settings of possibleSettings(policy)) {
    for (const step of stepsFor(steps, policy, cloud, settings)) {
      const choices = step.permissionsByChoice.filter(({ holds }) => holds(settings));
      const all = [...step.permissions, ...choices.flatMap(({ permissions }) => permissions)];
      const withoutBin = settings.end === "suspend" && step.kinds.includes("restore");
      take(step.name, withoutBin ? all.filter((one) => !forTheBin.includes(one)) : all);
    }
  }
  if (policy.signInLog === "unavailable") takers.delete(signInLogRight);
  return withoutCovered(takers.keys()).map((permission) => {
    const names = [...takers].filter(([one]) => includes(permission, one)).flatMap(([, all]) => [...all]);
    const { service, name } = serviceOf(permission);
    return { service, permission: name, takenBy: [...new Set(names)] };
  });
}

/** The steps that some case of such a person can have. A restore can always be asked for. */
function stepsFor(steps: readonly Step[], policy: Policy, cloud: Cloud, settings: CaseSettings): readonly Step[] {
  const planned = new Set(
    (["leaver", "retention"] as const).flatMap((kind) =>
      makePlan(steps, policy, { kind, settings, cloud })
        .steps.filter(({ state }) => state !== "skipped")
        .map(({ name }) => name),
    ),
  );
  return steps.filter((step) => planned.has(step.name) || step.kinds.includes("restore"));
}

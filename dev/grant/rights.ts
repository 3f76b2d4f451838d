import type { Cloud } from "../../shared/domain/cloud.ts";
import { type NeededPermission, neededPermissions, type OutsideSteps } from "../../shared/domain/needed-permissions.ts";
import type { PermissionService } from "../../shared/domain/permissions.ts";
import type { Policy } from "../../shared/domain/policy.ts";
import { possibleSettings } from "../../shared/domain/possible-settings.ts";
import type { Step } from "../../shared/domain/step.ts";
import { mailRights } from "../../shared/health/permission-findings.ts";

/** A directory role of the application itself. */
export interface DirectoryRole {
  readonly name: string;
  /** The same in every tenant. */
  readonly roleDefinitionId: string;
  readonly because: string;
  /** Leaver works without it: given only when asked for. */
  readonly optional: boolean;
}

/** Everything that the application needs in the tenant for one policy. */
export interface Rights {
  readonly permissions: readonly NeededPermission[];
  readonly roles: readonly DirectoryRole[];
}

/** What the policy's steps need, and what the app does outside of steps. */
export function rightsFor(
  steps: readonly Step[],
  policy: Policy,
  cloud: Cloud,
  outside: readonly OutsideSteps[] = [],
): Rights {
  const permissions = neededPermissions(steps, policy, cloud, outside);
  const takesExchange = permissions.some(({ service }) => service === "exchange");
  const privileged = possibleSettings(policy).some(({ adminRoles }) => adminRoles === "remove");
  return {
    permissions,
    roles: [...(takesExchange ? [exchangeAdministrator] : []), ...(privileged ? [privilegedAuthentication] : [])],
  };
}

const exchangeAdministrator: DirectoryRole = {
  name: "Exchange Administrator",
  roleDefinitionId: "29232cdf-9323-42fd-ade2-1d097af3e4de",
  because:
    "Exchange.ManageAsApp opens nothing by itself; protocol switches, litigation hold and distribution lists are not in Exchange Recipient Administrator",
  optional: false,
};

const privilegedAuthentication: DirectoryRole = {
  name: "Privileged Authentication Administrator",
  roleDefinitionId: "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
  because:
    "the policy takes administrator roles away; where one could not be taken away, a permission alone blocks nobody who holds it, and without this role the case is parked (FACT-09)",
  optional: true,
};

/** Where rights over mail are given. */
export type MailScope = "sender" | "everywhere";

/** The permissions that are given as app roles of a service. Mail of one mailbox is given by Exchange, not here. */
export function asAppRoles(rights: Rights, service: PermissionService, mail: MailScope): readonly NeededPermission[] {
  return rights.permissions.filter(
    (one) => one.service === service && (mail === "everywhere" || !mailRights.includes(one.permission)),
  );
}

/** The rights over mail that the policy needs. */
export function overMail({ permissions }: Rights): readonly NeededPermission[] {
  return permissions.filter(({ permission }) => mailRights.includes(permission));
}

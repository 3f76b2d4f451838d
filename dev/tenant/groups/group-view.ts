import type { Properties } from "../graph/shape.ts";
import { type Group, isExchangeList, isMailEnabled } from "./group.ts";

/** A group as Graph shows it (m365-operations 10.1). */
export const groupProperties: Properties<Group> = {
  id: ({ id }) => id,
  displayName: ({ displayName }) => displayName,
  mail: addressOf,
  proxyAddresses: (group) => [addressOf(group) ?? []].flat().map((address) => `SMTP:${address}`),
  groupTypes: ({ kind, rule }) => [
    ...(kind === "unified" ? ["Unified"] : []),
    ...(rule === null ? [] : ["DynamicMembership"]),
  ],
  mailEnabled: isMailEnabled,
  securityEnabled: ({ kind }) => kind === "security" || kind === "mail-security",
  onPremisesSyncEnabled: ({ synced }) => (synced ? true : null),
  membershipRule: ({ rule }) => rule,
  membershipRuleProcessingState: ({ rule }) => (rule === null ? null : "On"),
  isAssignableToRole: (group) => (isExchangeList(group) ? null : group.assignableToRole),
  isManagementRestricted: ({ restricted }) => (restricted ? true : null),
  assignedLicenses: ({ licences }) => licences.map((skuId) => ({ skuId, disabledPlans: [] })),
  resourceProvisioningOptions: ({ team }) => (team ? ["Team"] : []),
  visibility: ({ kind }) => (kind === "unified" ? "Private" : null),
};

/** Null: it gets no mail. */
export function addressOf(group: Group): string | null {
  return isMailEnabled(group) ? `group-${group.id.slice(0, 8)}@kestrel.example` : null;
}

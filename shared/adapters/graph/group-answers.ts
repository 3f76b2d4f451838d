import { z } from "zod";
import { LeaverId } from "../../domain/ids.ts";
import type { Group, Owner } from "../../domain/ports/groups.ts";
import type { DirectReport } from "../../domain/ports/reporting-lines.ts";

/** What routing asks for (m365-operations 10.2), and nothing that names anybody. */
export const groupFields = [
  "id",
  "groupTypes",
  "mailEnabled",
  "onPremisesSyncEnabled",
  "isAssignableToRole",
  "isManagementRestricted",
  "assignedLicenses",
].join(",");

const Typed = z.object({ "@odata.type": z.string() });

/** Undefined for what is listed beside groups: roles, administrative units, applications. */
export const GroupAnswer = Typed.extend({
  id: z.string().min(1),
  groupTypes: z.array(z.string()).nullish(),
  mailEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
  isManagementRestricted: z.boolean().nullish(),
  assignedLicenses: z.array(z.object({ skuId: z.string() })).nullish(),
}).transform((group): Group | undefined =>
  group["@odata.type"] === "#microsoft.graph.group"
    ? {
        id: group.id,
        synced: group.onPremisesSyncEnabled === true,
        dynamic: group.groupTypes?.includes("DynamicMembership") === true,
        licences: (group.assignedLicenses ?? []).map(({ skuId }) => skuId),
        assignableToRole: group.isAssignableToRole === true,
        restricted: group.isManagementRestricted === true,
        unified: group.groupTypes?.includes("Unified") === true,
        mailEnabled: group.mailEnabled === true,
      }
    : undefined,
);

/** Undefined for an owner that is no person. */
export const OwnerAnswer = Typed.extend({
  id: LeaverId,
  accountEnabled: z.boolean().nullish(),
}).transform((owner): Owner | undefined =>
  owner["@odata.type"] === "#microsoft.graph.user"
    ? { id: owner.id, enabled: owner.accountEnabled === true }
    : undefined,
);

/** Undefined for a mail contact. */
export const ReportAnswer = Typed.extend({
  id: LeaverId,
  onPremisesSyncEnabled: z.boolean().nullish(),
}).transform((report): DirectReport | undefined =>
  report["@odata.type"] === "#microsoft.graph.user"
    ? { id: report.id, masteredOnPremises: report.onPremisesSyncEnabled === true }
    : undefined,
);

export function present<T>(items: readonly (T | undefined)[]): T[] {
  return items.flatMap((item) => item ?? []);
}

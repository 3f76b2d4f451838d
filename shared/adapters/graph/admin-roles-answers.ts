import { z } from "zod";
import { type Instant, instant } from "../../domain/ids.ts";

/** Graph sends up to seven digits after the seconds. */
const Timestamp = z.iso.datetime({ offset: true }).transform((text): Instant => instant(Date.parse(text)));

/** Where a role counts: assignments for an application carry the other of the two. */
const scope = { directoryScopeId: z.string().nullish(), appScopeId: z.string().nullish() };
const scopeOf = (item: { directoryScopeId?: string | null | undefined; appScopeId?: string | null | undefined }) =>
  item.directoryScopeId ?? item.appScopeId ?? "/";

export const AssignmentAnswer = z
  .object({ id: z.string().min(1), principalId: z.string(), roleDefinitionId: z.string().min(1), ...scope })
  .transform((item) => ({
    id: item.id,
    principalId: item.principalId,
    roleDefinitionId: item.roleDefinitionId,
    scopeId: scopeOf(item),
  }));
export type Assignment = z.infer<typeof AssignmentAnswer>;

/** A schedule's present: of an active role, or of an eligibility, which has no assignment. */
export const InstanceAnswer = z
  .object({
    roleDefinitionId: z.string().min(1),
    ...scope,
    memberType: z.string().nullish(),
    assignmentType: z.string().nullish(),
    roleAssignmentOriginId: z.string().nullish(),
    endDateTime: Timestamp.nullish(),
  })
  .transform((item) => ({
    roleDefinitionId: item.roleDefinitionId,
    scopeId: scopeOf(item),
    inherited: item.memberType === "Group" || item.memberType === "Inherited",
    activated: item.assignmentType === "Activated",
    assignmentId: item.roleAssignmentOriginId ?? undefined,
    endsAt: item.endDateTime ?? undefined,
  }));
export type Instance = z.infer<typeof InstanceAnswer>;

export const RoleGroupAnswer = z.object({ id: z.string().min(1), isAssignableToRole: z.boolean().nullish() });

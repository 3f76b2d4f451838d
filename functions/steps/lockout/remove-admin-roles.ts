import { z } from "zod";
import { Instant } from "../../../shared/domain/ids.ts";
import { globalAdministrator, type HeldRoles } from "../../../shared/domain/ports/admin-roles.ts";
import { defineStep, type Hindrance, type StepInput } from "../../../shared/domain/step.ts";
import { together } from "../../../shared/domain/together.ts";

const Role = z.object({ roleDefinitionId: z.string(), scopeId: z.string(), endsAt: Instant.optional() });
const Held = z.object({
  active: z.array(
    Role.extend({ assignmentId: z.string().optional(), kind: z.enum(["direct", "scheduled", "activated"]) }),
  ),
  eligible: z.array(Role),
  groups: z.array(z.object({ id: z.string(), as: z.enum(["member", "owner"]) })),
  inherited: z.number().int(),
  schedules: z.boolean(),
});

type Held = z.infer<typeof Held>;

const minuteMs = 60_000;

/**
 * The privileged path: a permission alone does not disable whoever holds a role, so roles go first, active and
 * eligible, with the groups that carry them. What could be activated again goes before what is active.
 */
export const removeAdminRoles = defineStep({
  name: "remove-admin-roles",
  title: "Remove administrator roles",
  section: "lockout",
  needs: ["snapshot"],
  permissions: ["Directory.Read.All"],
  permissionsByChoice: [
    {
      when: 'adminRoles is "person"',
      holds: ({ adminRoles }) => adminRoles === "person",
      permissions: ["RoleAssignmentSchedule.Read.Directory", "RoleEligibilitySchedule.Read.Directory"],
    },
    {
      when: 'adminRoles is "remove"',
      holds: ({ adminRoles }) => adminRoles === "remove",
      permissions: ["RoleManagement.ReadWrite.Directory", "Group.ReadWrite.All"],
    },
  ],
  chain: 1,
  settleMs: 30_000,
  // Nobody is blocked before this was tried, and the block has to come within minutes.
  deadlineMs: 15 * minuteMs,
  outageMs: 10 * minuteMs,
  shows: Held,

  async observe({ leaver, tenant }) {
    const held = await tenant.adminRoles.heldBy(leaver.id);
    const shown = { ...held, active: [...held.active], eligible: [...held.eligible], groups: [...held.groups] };
    const none = held.active.length + held.eligible.length + held.groups.length + held.inherited === 0;
    return none ? { kind: "reached", shown } : { kind: "different", shown, because: "an administrator role is left" };
  },

  async guard(input, held) {
    if (input.settings.adminRoles === "person") return { kind: "person", because: instruction(held) };
    return await lastGlobalAdministrator(input, held);
  },

  async change({ case: { caseId }, leaver: { id }, tenant: { adminRoles } }, { active, eligible, groups }) {
    const because = `Offboarding ${caseId}`;
    await together(eligible.map((role) => adminRoles.removeEligible(id, role, because)));
    await together(groups.map((group) => adminRoles.leaveGroup(id, group)));
    await together(active.map((role) => adminRoles.removeActive(id, role, because)));
  },

  async undo({ case: { caseId }, leaver: { id }, tenant: { adminRoles } }, { active, eligible, groups }) {
    const because = `Offboarding ${caseId} taken back`;
    await together(groups.map((group) => adminRoles.joinGroup(id, group)));
    await together(eligible.map((role) => adminRoles.giveEligible(id, role, because)));
    // What was activated for some hours is the person's to activate again.
    const lasting = active.filter(({ kind }) => kind !== "activated");
    await together(lasting.map((role) => adminRoles.giveActive(id, role, because)));
  },

  isBack(held, wanted) {
    const has = (roles: Held["eligible"], one: Held["eligible"][number]) =>
      roles.some(
        ({ roleDefinitionId, scopeId }) => roleDefinitionId === one.roleDefinitionId && scopeId === one.scopeId,
      );
    return (
      wanted.groups.every(({ id, as }) => held.groups.some((group) => group.id === id && group.as === as)) &&
      wanted.eligible.every((role) => has(held.eligible, role)) &&
      wanted.active.every((role) => role.kind === "activated" || has(held.active, role))
    );
  },
});

/** Role definitions by id: what they are called is the reader's language. */
function instruction({ active, eligible, groups, inherited }: HeldRoles): string {
  const ids = (roles: HeldRoles["eligible"]) => roles.map(({ roleDefinitionId }) => roleDefinitionId).join(", ");
  const parts = [
    ...(active.length > 0 ? [`remove ${active.length} active (role definition ${ids(active)})`] : []),
    ...(eligible.length > 0 ? [`remove ${eligible.length} eligible (role definition ${ids(eligible)})`] : []),
    ...(groups.length > 0
      ? [`leave ${groups.length} role-assignable groups (${groups.map(({ id, as }) => `${id} as ${as}`).join(", ")})`]
      : []),
    ...(inherited > 0 ? [`end ${inherited} that come through a group`] : []),
  ];
  return `The leaver holds administrator roles: ${parts.join("; ")} in the Entra admin center, then resume (R-19)`;
}

/** A tenant without a Global Administrator is locked out. The service refuses as well, in words that nobody documents. */
async function lastGlobalAdministrator(
  { leaver, tenant }: StepInput,
  { active }: HeldRoles,
): Promise<Hindrance | undefined> {
  const global = active.some(
    ({ roleDefinitionId, scopeId }) => roleDefinitionId === globalAdministrator && scopeId === "/",
  );
  if (!global || (await tenant.adminRoles.otherGlobalAdministrators(leaver.id)) > 0) return undefined;
  const because = "The leaver is the only Global Administrator: give somebody else the role first, then resume (R-10)";
  return { kind: "person", because };
}

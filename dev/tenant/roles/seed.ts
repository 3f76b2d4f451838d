import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { roleDefinitionId } from "./role-definitions.ts";

interface RolesSeed {
  /** Active for good. The company's list has some more. */
  readonly active?: readonly string[];
  readonly eligible?: readonly string[];
  /** Keys of role-assignable groups. */
  readonly groups?: readonly string[];
}

const byPerson: Readonly<Record<string, RolesSeed>> = {
  ivan: { eligible: ["User Administrator"], groups: ["helpdesk"] },
  oskar: { active: ["Global Administrator"] },
};

/** Roles that members of a group hold. */
const byGroup = { helpdesk: "Helpdesk Administrator" } as const;

/** Lays out the roles of the company. */
export function seedRoles(state: TenantState): void {
  for (const [key, name] of Object.entries(byGroup)) {
    state.roles.setGroupRole({
      id: guidOf(`group-role/${key}/${name}`),
      groupId: guidOf(`group/${key}`),
      roleDefinitionId: roleDefinitionId(name),
      eligible: false,
    });
  }
  state.lifecycle.onArrived((person) => arrive(state, person));
}

function arrive(state: TenantState, person: Person): void {
  const { active = [], eligible = [], groups = [] } = byPerson[person.key] ?? {};
  const given = active.map((name) => ({
    id: guidOf(`role-assignment/${person.key}/${name}`),
    roleDefinitionId: roleDefinitionId(name),
    roleName: name,
  }));
  person.roles = [...person.roles, ...given];
  for (const name of eligible) {
    state.roles.add({
      id: guidOf(`eligibility/${person.key}/${name}`),
      principalId: person.id,
      roleDefinitionId: roleDefinitionId(name),
      directoryScopeId: "/",
      endsAt: null,
    });
  }
  for (const key of groups) {
    const group = state.groups.find(guidOf(`group/${key}`));
    if (group !== undefined) state.groups.setMember(person, group, true);
  }
}

import type { LeaverId } from "../../domain/ids.ts";
import {
  type ActiveRole,
  type AdminRole,
  type AdminRoles,
  globalAdministrator,
  type HeldRoles,
  type RoleGroup,
} from "../../domain/ports/admin-roles.ts";
import { refusalBehind } from "../service-answer.ts";
import {
  type Assignment,
  AssignmentAnswer,
  type Instance,
  InstanceAnswer,
  RoleGroupAnswer,
} from "./admin-roles-answers.ts";
import * as operations from "./admin-roles-operations.ts";
import type { GraphClient } from "./client.ts";
import { isGone } from "./errors.ts";
import type { Operation } from "./operations.ts";
import { path, quoted } from "./path.ts";

const directory = "roleManagement/directory";

/** Administrator roles behind Microsoft Graph v1.0: assignments, Privileged Identity Management, role-assignable groups. */
export class GraphAdminRoles implements AdminRoles {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async heldBy(id: LeaverId): Promise<HeldRoles> {
    const mine = `principalId eq ${quoted(id)}`;
    const assignments = path`roleManagement/directory/roleAssignments?$filter=${mine}`;
    const [direct, active, eligible, member, owner] = await Promise.all([
      this.#graph.list(assignments, AssignmentAnswer, operations.readAssignments),
      this.#instances(`${directory}/roleAssignmentScheduleInstances`, id, operations.readActiveSchedules),
      this.#instances(`${directory}/roleEligibilityScheduleInstances`, id, operations.readEligibleSchedules),
      this.#groups(path`users/${id}/memberOf/microsoft.graph.group?$select=id,isAssignableToRole&$top=999`),
      this.#groups(path`users/${id}/ownedObjects/microsoft.graph.group?$select=id,isAssignableToRole&$top=999`),
    ]);
    const schedules = [...(active ?? []), ...(eligible ?? [])];
    return {
      active: activeRoles(
        direct,
        (active ?? []).filter(({ inherited }) => !inherited),
      ),
      eligible: (eligible ?? []).filter(({ inherited }) => !inherited).map(roleOf),
      groups: [
        ...member.map((groupId): RoleGroup => ({ id: groupId, as: "member" })),
        ...owner.map((groupId): RoleGroup => ({ id: groupId, as: "owner" })),
      ],
      inherited: schedules.filter(({ inherited }) => inherited).length,
      schedules: active !== undefined,
    };
  }

  async otherGlobalAdministrators(id: LeaverId): Promise<number> {
    const filter = `roleDefinitionId eq ${quoted(globalAdministrator)}`;
    const holders = path`roleManagement/directory/roleAssignments?$filter=${filter}`;
    const all = await this.#graph.list(holders, AssignmentAnswer, operations.readAssignments);
    const others = all.filter(({ principalId, scopeId }) => principalId !== id && scopeId === "/");
    return new Set(others.map(({ principalId }) => principalId)).size;
  }

  async removeActive(id: LeaverId, role: ActiveRole, because: string): Promise<void> {
    const ended =
      role.kind !== "direct" && (await this.#endSchedule("roleAssignmentScheduleRequests", id, role, because));
    if (ended || role.assignmentId === undefined) return;
    await this.#unlessGone(path`roleManagement/directory/roleAssignments/${role.assignmentId}`, operations.setRole);
  }

  async removeEligible(id: LeaverId, role: AdminRole, because: string): Promise<void> {
    await this.#endSchedule("roleEligibilityScheduleRequests", id, role, because);
  }

  leaveGroup(id: LeaverId, group: RoleGroup): Promise<void> {
    return this.#unlessGone(reference(group, id), operations.setRoleGroup);
  }

  async giveActive(id: LeaverId, role: ActiveRole, because: string): Promise<void> {
    const { roleDefinitionId, scopeId: directoryScopeId } = role;
    if (role.endsAt !== undefined) return await this.#schedule("roleAssignmentScheduleRequests", id, role, because);
    const body = { principalId: id, roleDefinitionId, directoryScopeId };
    await this.#unlessThere(`${directory}/roleAssignments`, body, operations.setRole);
  }

  giveEligible(id: LeaverId, role: AdminRole, because: string): Promise<void> {
    return this.#schedule("roleEligibilityScheduleRequests", id, role, because);
  }

  joinGroup(id: LeaverId, group: RoleGroup): Promise<void> {
    return this.#unlessThere(references(group), this.#graph.referenceTo(id), operations.setRoleGroup);
  }

  /** Undefined where the tenant has no licence for schedules. */
  async #instances(collection: string, id: LeaverId, operation: Operation): Promise<Instance[] | undefined> {
    const filter = encodeURIComponent(`principalId eq ${quoted(id)}`);
    try {
      return await this.#graph.list(`${collection}?$filter=${filter}`, InstanceAnswer, operation);
    } catch (error) {
      if (refusalBehind(error)?.code === "AadPremiumLicenseRequired") return undefined;
      throw error;
    }
  }

  async #groups(list: string): Promise<string[]> {
    const groups = await this.#graph.list(list, RoleGroupAnswer, operations.readRoleGroups);
    // Not by a filter: that would be answered from an index that lags (m365-operations 2.7).
    return groups.filter(({ isAssignableToRole }) => isAssignableToRole === true).map((group) => group.id);
  }

  /** @returns false when the service knows no such schedule */
  async #endSchedule(requests: string, id: LeaverId, role: AdminRole, because: string): Promise<boolean> {
    try {
      const body = { action: "adminRemove", ...namedBy(id, role), justification: because };
      await this.#graph.post(`${directory}/${requests}`, body, operations.setRole);
      return true;
    } catch (error) {
      if (/DoesNotExist/.test(refusalBehind(error)?.code ?? "")) return false;
      throw error;
    }
  }

  async #schedule(requests: string, id: LeaverId, role: AdminRole, because: string): Promise<void> {
    const { endsAt } = role;
    const expiration = endsAt === undefined ? { type: "noExpiration" } : { type: "afterDateTime", endDateTime: endsAt };
    const scheduleInfo = { startDateTime: new Date().toISOString(), expiration };
    const body = { action: "adminAssign", ...namedBy(id, role), justification: because, scheduleInfo };
    await this.#unlessThere(`${directory}/${requests}`, body, operations.setRole);
  }

  async #unlessGone(address: string, operation: Operation): Promise<void> {
    try {
      await this.#graph.delete(address, operation);
    } catch (error) {
      if (!isGone(refusalBehind(error))) throw error;
    }
  }

  async #unlessThere(address: string, body: object, operation: Operation): Promise<void> {
    try {
      await this.#graph.post(address, body, operation);
    } catch (error) {
      if (!isThere(refusalBehind(error))) throw error;
    }
  }
}

function namedBy(id: LeaverId, { roleDefinitionId, scopeId }: AdminRole) {
  return { principalId: id, roleDefinitionId, directoryScopeId: scopeId };
}

function roleOf({ roleDefinitionId, scopeId, endsAt }: Instance): AdminRole {
  return { roleDefinitionId, scopeId, ...(endsAt && { endsAt }) };
}

/** One role may be in both lists, and in one of them only while the service catches up. */
function activeRoles(direct: readonly Assignment[], scheduled: readonly Instance[]): ActiveRole[] {
  const same = (a: AdminRole, b: AdminRole) => a.roleDefinitionId === b.roleDefinitionId && a.scopeId === b.scopeId;
  const byPim = scheduled.map((one): ActiveRole => {
    const standing = direct.find((other) => same(one, other))?.id;
    const assignmentId = standing ?? one.assignmentId;
    // What lasts is taken away and given back as an assignment, whoever made it (m365-operations 5.7).
    const lasting = standing !== undefined && one.endsAt === undefined;
    const kind = one.activated ? "activated" : lasting ? "direct" : "scheduled";
    return { ...roleOf(one), ...(assignmentId && { assignmentId }), kind };
  });
  const others = direct.filter((one) => !scheduled.some((other) => same(one, other)));
  return [
    ...byPim,
    ...others.map(
      ({ id, roleDefinitionId, scopeId }): ActiveRole => ({
        roleDefinitionId,
        scopeId,
        assignmentId: id,
        kind: "direct",
      }),
    ),
  ];
}

/** Always with `/$ref`: without it the person would be deleted, not the membership (m365-operations 10.3). */
function reference(group: RoleGroup, id: LeaverId): string {
  return group.as === "member"
    ? path`groups/${group.id}/members/${id}/$ref`
    : path`groups/${group.id}/owners/${id}/$ref`;
}

function references(group: RoleGroup): string {
  return group.as === "member" ? path`groups/${group.id}/members/$ref` : path`groups/${group.id}/owners/$ref`;
}

/** The service has what was to be added (m365-operations 16); the code for schedules differs by kind. */
function isThere(answer: ReturnType<typeof refusalBehind>): boolean {
  if (answer?.status !== 400 && answer?.status !== 409) return false;
  if (answer.code === "Directory_ConcurrencyViolation") return false;
  return /Exists/.test(answer.code ?? "") || /already exist|conflicting object/i.test(answer.text());
}

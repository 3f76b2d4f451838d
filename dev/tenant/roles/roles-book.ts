import { z } from "zod";
import type { Book } from "../book.ts";
import type { RoleAssignment } from "../model.ts";
import { Replica } from "../replica.ts";

const Eligibility = z.object({
  id: z.string(),
  principalId: z.string(),
  roleDefinitionId: z.string(),
  directoryScopeId: z.string(),
  /** Epoch milliseconds; null: for good. */
  endsAt: z.number().nullable(),
});
/** A role that somebody may activate. */
export type Eligibility = z.infer<typeof Eligibility>;

const GroupRole = z.object({
  id: z.string(),
  groupId: z.string(),
  roleDefinitionId: z.string(),
  eligible: z.boolean(),
});
/** A role that the members of a role-assignable group hold, or may activate. */
export type GroupRole = z.infer<typeof GroupRole>;

const Content = z.object({ premium: z.boolean(), eligibilities: z.array(Eligibility), groupRoles: z.array(GroupRole) });
type Content = z.infer<typeof Content>;

/** Administrator roles, except the active ones of people, which stand on the people (`Person.roles`). */
export class RolesBook implements Book<Content> {
  readonly schema = Content;
  /** Microsoft Entra ID P2: without it there are no schedules and no eligibilities to read or write. */
  premium = true;
  /** What reads show; orders of a lag name them as here. */
  readonly replicas = {
    roleAssignments: new Replica<readonly RoleAssignment[]>(),
    roleEligibilities: new Replica<readonly Eligibility[]>(),
  };
  /** Applications that can hold roles, by their service principals; not kept, as what an application has is not. */
  readonly applications = new Map<string, { directoryRoles: readonly string[] }>();
  #eligibilities: readonly Eligibility[] = [];
  #groupRoles: readonly GroupRole[] = [];

  eligibilitiesOf(principalId: string): readonly Eligibility[] {
    return this.#eligibilities.filter((one) => one.principalId === principalId);
  }

  /** @param endsAt null: for good */
  add(eligibility: Eligibility): void {
    this.#replacing(eligibility.principalId);
    this.#eligibilities = [...this.#eligibilities, eligibility];
  }

  remove({ id, principalId }: Eligibility): void {
    this.#replacing(principalId);
    this.#eligibilities = this.#eligibilities.filter((one) => one.id !== id);
  }

  find(id: string): Eligibility | undefined {
    return this.#eligibilities.find((one) => one.id === id);
  }

  groupRoles(): readonly GroupRole[] {
    return this.#groupRoles;
  }

  setGroupRole(role: GroupRole): void {
    this.#groupRoles = [...this.#groupRoles.filter(({ id }) => id !== role.id), role];
  }

  content(): Content {
    return { premium: this.premium, eligibilities: [...this.#eligibilities], groupRoles: [...this.#groupRoles] };
  }

  restore({ premium, eligibilities, groupRoles }: Content): void {
    this.premium = premium;
    this.#eligibilities = eligibilities;
    this.#groupRoles = groupRoles;
  }

  #replacing(principalId: string): void {
    this.replicas.roleEligibilities.replacing(principalId, this.eligibilitiesOf(principalId));
  }
}

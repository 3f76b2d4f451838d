import { z } from "zod";
import type { Expanded } from "../expand-template.ts";

/** infra/roles.json: every right that the template gives, with its reason. `{token}` is what makes names unique. */
export const Roles = z.array(
  z.strictObject({ role: z.string(), id: z.guid(), on: z.string(), because: z.string().min(20) }),
);
export type Roles = z.infer<typeof Roles>;

const type = "Microsoft.Authorization/roleAssignments";
const holder = "<Microsoft.ManagedIdentity/userAssignedIdentities/id-leaver-{token}>.principalId";

/** Each right in the template is in the list, each in the list is in the template, and one identity holds them all. */
export function exactRoles({ resources }: Expanded, roles: Roles, tables: readonly string[]): readonly string[] {
  const given = resources
    .filter((resource) => resource.type === type)
    .map(({ on = "the resource group", properties }) => ({
      on,
      id: String(properties.roleDefinitionId).split("/").at(-1) ?? "",
      to: String(properties.principalId),
    }));
  const listed = roles.flatMap((role) =>
    role.on.includes("{table}") ? tables.map((table) => ({ ...role, on: role.on.replace("{table}", table) })) : [role],
  );
  const same = (a: { on: string; id: string }) => (b: { on: string; id: string }) => a.on === b.on && a.id === b.id;
  const titleOf = (id: string) => roles.find((role) => role.id === id)?.role ?? id;

  return [
    ...given
      .filter((one) => !listed.some(same(one)))
      .map(
        ({ id, on }) => `A role too many: ${titleOf(id)} on ${on}. Give a reason in infra/roles.json, or take it away`,
      ),
    ...listed
      .filter((one) => !given.some(same(one)))
      .map(({ role, on }) => `A role is missing: ${role} on ${on}, which infra/roles.json lists`),
    ...given
      .filter(({ to }) => to !== holder)
      .map(({ id, on, to }) => `${titleOf(id)} on ${on} goes to ${to}, not to the identity of the app`),
    ...given
      .filter((one, index) => given.findIndex(same(one)) < index)
      .map(({ id, on }) => `${titleOf(id)} on ${on} is given twice`),
  ];
}

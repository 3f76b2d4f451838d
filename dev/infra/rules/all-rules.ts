import type { Expanded } from "../expand-template.ts";
import { closedDoors } from "./closed-doors.ts";
import { exactRoles, type Roles } from "./exact-roles.ts";
import { noSecrets } from "./no-secrets.ts";
import { type Entities, sameEntities } from "./same-entities.ts";

/** What the template is compared with. */
export interface Expected {
  readonly roles: Roles;
  readonly tables: readonly string[];
  readonly entities: Entities;
}

/** Everything that is wrong with what a deployment would make, a sentence each; none when it is as it should be. */
export function allRules(expanded: Expanded, { roles, tables, entities }: Expected): readonly string[] {
  return [
    ...closedDoors(expanded),
    ...noSecrets(expanded),
    ...exactRoles(expanded, roles, tables),
    ...sameEntities(expanded, entities),
    ...sameTables(expanded, tables),
  ];
}

function sameTables({ resources }: Expanded, tables: readonly string[]): readonly string[] {
  const made = resources
    .filter(({ type }) => type === "Microsoft.Storage/storageAccounts/tableServices/tables")
    .map(({ name }) => name.split("/").at(-1) ?? name);
  return [
    ...tables
      .filter((table) => !made.includes(table))
      .map((table) => `Table ${table} is missing: the app has no right to make it`),
    ...made.filter((table) => !tables.includes(table)).map((table) => `Nothing in the code uses table ${table}`),
  ];
}

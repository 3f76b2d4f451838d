import { guidOf } from "../ids.ts";

/** Microsoft's ids of built-in roles, the same in every tenant. */
const builtIn: Readonly<Record<string, string>> = {
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
  "Exchange Administrator": "29232cdf-9323-42fd-ade2-1d097af3e4de",
  "User Administrator": "fe930be7-5e62-47db-91af-98c3a49a38b1",
  "Helpdesk Administrator": "729827e3-9c14-49f7-bb1b-9608f156bbb8",
  "Privileged Authentication Administrator": "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
  "Security Reader": "5d6b6bb7-de71-4623-b4af-96380a352509",
  "Global Reader": "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
};

/** Any other name is a role of the tenant's own. */
export function roleDefinitionId(name: string): string {
  return builtIn[name] ?? guidOf(`role/${name}`);
}

export function roleName(definitionId: string): string {
  return Object.keys(builtIn).find((name) => builtIn[name] === definitionId) ?? "Custom role";
}

import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { Credential } from "./app-book.ts";

const dayMs = 86_400_000;

/** Service principals that consents and app roles are about, by a short name. */
export const applications = {
  graph: { id: guidOf("service-principal/graph"), name: "Microsoft Graph" },
  tasks: { id: guidOf("service-principal/tasks"), name: "Task board" },
  mailer: { id: guidOf("service-principal/mailer"), name: "Newsletter tool" },
  crm: { id: guidOf("service-principal/crm"), name: "CRM" },
  expenses: { id: guidOf("service-principal/expenses"), name: "Expenses" },
} as const;
type AppName = keyof typeof applications;

/** All zeros: access without a role of its own. */
const defaultAccess = "00000000-0000-0000-0000-000000000000";
const approver = guidOf("app-role/expenses/approver");

const consents: Readonly<Record<string, readonly { client: AppName; scope: string }[]>> = {
  anna: [
    { client: "tasks", scope: "User.Read Calendars.Read" },
    { client: "mailer", scope: "Mail.Send offline_access" },
  ],
  clara: [{ client: "tasks", scope: "User.Read" }],
  leaver02: [{ client: "mailer", scope: "Contacts.Read" }],
};

const roles: Readonly<Record<string, readonly { resource: AppName; role: string }[]>> = {
  anna: [{ resource: "expenses", role: approver }],
  clara: [
    { resource: "expenses", role: defaultAccess },
    { resource: "expenses", role: approver },
  ],
};

interface RegistrationSeed {
  readonly name: string;
  readonly owners: readonly string[];
  /** Days until each ends; negative: has ended. */
  readonly passwords: readonly number[];
  readonly certificates: readonly number[];
}

const registrations: Readonly<Record<string, RegistrationSeed>> = {
  "reporting-bot": { name: "Reporting bot", owners: ["clara"], passwords: [90, -10], certificates: [300] },
  "sales-sync": { name: "Sales sync", owners: ["clara", "maria"], passwords: [], certificates: [] },
  kiosk: { name: "Kiosk", owners: ["leaver03"], passwords: [30], certificates: [] },
};

/** Applications of the company, and what its people have of them. */
export function seedApps(state: TenantState): void {
  for (const [key, { name, passwords, certificates }] of Object.entries(registrations)) {
    const id = guidOf(`application/${key}`);
    state.apps.registrations.set(id, {
      id,
      appId: guidOf(`application-id/${key}`),
      servicePrincipalId: guidOf(`service-principal/${key}`),
      displayName: name,
      credentials: [
        ...passwords.map((days, index) => credential(key, "password", days, index)),
        ...certificates.map((days, index) => credential(key, "certificate", days, index)),
      ],
    });
  }
  state.lifecycle.onArrived((person) => arrive(state, person));
}

function arrive({ apps }: TenantState, { key, id }: Person): void {
  for (const { client, scope } of consents[key] ?? []) {
    const clientId = applications[client].id;
    apps.setConsent({ clientId, resourceId: applications.graph.id, principalId: id, scope }, true);
  }
  for (const { resource, role } of roles[key] ?? []) {
    const resourceId = applications[resource].id;
    const assignment = { id: guidOf(`app-role-assignment/${key}/${resource}/${role}`), principalId: id };
    apps.setAssignment({ ...assignment, principalType: "User", resourceId, appRoleId: role }, true);
  }
  for (const [app, { owners }] of Object.entries(registrations)) {
    if (owners.includes(key)) apps.setOwner(guidOf(`application/${app}`), id, true);
  }
  // Whoever comes first brings the role that a whole group has.
  const ofGroup = guidOf("app-role-assignment/group/crm");
  if (apps.assignment(ofGroup) !== undefined) return;
  const group = { id: ofGroup, principalId: guidOf("group/crm"), principalType: "Group" } as const;
  apps.setAssignment({ ...group, resourceId: applications.crm.id, appRoleId: defaultAccess }, true);
}

function credential(key: string, kind: Credential["kind"], days: number, index: number): Credential {
  const name = `${kind} ${index + 1}`;
  return {
    keyId: guidOf(`credential/${key}/${name}`),
    displayName: name,
    kind,
    endsAt: Date.now() + days * dayMs,
  };
}

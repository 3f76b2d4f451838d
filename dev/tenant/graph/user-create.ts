import { randomUUID } from "node:crypto";
import { createUser, updateUser } from "../changes.ts";
import { refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import { methodsOf } from "../sign-in-methods.ts";
import type { TenantState } from "../state.ts";
import { entity } from "./shape.ts";
import { nameIn, passwordIn } from "./user-changes.ts";
import { showUser, userProperties } from "./user-view.ts";
import { requireKind, writableProperties } from "./writable-properties.ts";

/** New accounts: those who take names that leavers had (m365-operations 13.4). Without licence and mailbox. */
export function addUserCreation(routes: Routes, state: TenantState): void {
  const writers = { resource: "graph", anyOf: ["User.ReadWrite.All", "Directory.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/users", writers, (call) => create(state, call));
}

function create(state: TenantState, call: RoutedCall): Answer {
  const { accountEnabled, displayName, mailNickname, passwordProfile, userPrincipalName, employeeId, ...rest } =
    asObject(call.body);
  if (typeof displayName !== "string" || displayName === "") return invalid("displayName");
  if (typeof accountEnabled !== "boolean") return invalid("accountEnabled");
  if (typeof mailNickname !== "string" || mailNickname === "") return invalid("mailNickname");
  if (employeeId !== undefined && typeof employeeId !== "string") return invalid("employeeId");
  const password = passwordIn(asObject(passwordProfile));
  const name = nameIn(state, userPrincipalName);
  for (const [property, value] of Object.entries(rest)) {
    if (!(property in writableProperties)) return invalid(property);
    requireKind(property, value);
  }
  const person = somebody(displayName, name, accountEnabled, employeeId ?? null);
  person.facts = { mailNickname };
  createUser(state, person, password.value);
  updateUser(state, person, rest);
  const shown = entity(call, "users/$entity", showUser(userProperties(state), person, undefined));
  return { ...shown, status: 201 };
}

function somebody(displayName: string, name: string, accountEnabled: boolean, employeeId: string | null): Person {
  const id = randomUUID();
  const now = Math.floor(Date.now() / 1000) * 1000;
  return {
    key: id,
    id,
    employeeId,
    hrId: null,
    userPrincipalName: name,
    displayName,
    givenName: null,
    surname: null,
    mail: null,
    proxyAddresses: [],
    department: null,
    officeLocation: null,
    usageLocation: "DE",
    facts: {},
    userType: "Member",
    isResourceAccount: null,
    createdAt: now,
    onPremisesSyncEnabled: null,
    managerId: undefined,
    accountEnabled,
    sessionsValidFrom: now,
    passwordChangedAt: now,
    knowsPassword: true,
    methods: methodsOf(id, []),
    roles: [],
    licences: [],
    groupIds: [],
    deviceIds: [],
    deletedAt: undefined,
  };
}

function invalid(property: string): never {
  return refuse(400, "Request_BadRequest", `Invalid value specified for property '${property}' of resource 'User'.`);
}

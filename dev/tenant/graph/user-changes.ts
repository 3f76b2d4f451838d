import { rename, revokeSessions, setAccountEnabled, setPassword, updateUser } from "../changes.ts";
import { masteredOnPremises, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import { meetsPolicy } from "../password-book.ts";
import { requireAnyOf } from "../sign-in/gate.ts";
import { requireReach } from "../sign-in/reach.ts";
import type { TenantState } from "../state.ts";
import { requireFreeName } from "./conflicts.ts";
import { personAt } from "./users.ts";
import { requireKind, writableProperties } from "./writable-properties.ts";

/** Properties with rules of their own. All of them are sensitive. */
const special: Readonly<Record<string, readonly string[]>> = {
  accountEnabled: ["User.EnableDisableAccount.All", "User.ReadWrite.All"],
  passwordProfile: ["User-PasswordProfile.ReadWrite.All", "User.ReadWrite.All"],
  userPrincipalName: ["User.ReadWrite.All"],
};

/** Blocking, password, sessions and ordinary properties (m365-operations 5.1 to 5.3). */
export function addUserChanges(routes: Routes, state: TenantState): void {
  const ordinary = Object.values(writableProperties).flatMap(({ anyOf }) => anyOf);
  const anyOf = [...new Set([...Object.values(special).flat(), ...ordinary])];
  routes.add("PATCH", "/v1.0/users/:id", { resource: "graph", anyOf }, (call) => update(state, call));

  const revokers = { resource: "graph", anyOf: ["User.RevokeSessions.All", "User.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/users/:id/revokeSignInSessions", revokers, (call) => {
    revokeSessions(state, personAt(state, call));
    return { status: 200, body: { "@odata.context": `${call.origin}/v1.0/$metadata#Edm.Boolean`, value: true } };
  });
}

function update(state: TenantState, call: RoutedCall): Answer {
  const body = asObject(call.body);
  const names = Object.keys(body);
  if (names.length === 0) refuse(400, "Request_BadRequest", "Empty payload. JSON content expected.");
  for (const name of names) requirePermission(state, call, name);
  const person = personAt(state, call);
  if (names.some((name) => name in special || writableProperties[name]?.sensitive)) {
    requireReach(state, call.caller, person);
  }
  const cloudOnly = names.every((name) => writableProperties[name]?.cloud);
  if (person.onPremisesSyncEnabled === true && !cloudOnly) masteredOnPremises();
  // Everything is looked at before anything is written: a refused request changes nothing.
  const { accountEnabled, passwordProfile, userPrincipalName, ...ordinary } = body;
  const password = passwordProfile === undefined ? undefined : passwordIn(asObject(passwordProfile));
  if (accountEnabled !== undefined && typeof accountEnabled !== "boolean") {
    refuse(400, "Request_BadRequest", "Invalid value specified for property 'accountEnabled' of resource 'User'.");
  }
  const name = userPrincipalName === undefined ? undefined : nameIn(state, userPrincipalName, person);
  for (const [property, value] of Object.entries(ordinary)) requireKind(property, value);
  if (accountEnabled !== undefined) setAccountEnabled(state, person, accountEnabled);
  if (password !== undefined) setPassword(state, person, password.value, password.mustChange);
  if (name !== undefined) rename(state, person, name);
  updateUser(state, person, ordinary);
  return { status: 204 };
}

function requirePermission(state: TenantState, call: RoutedCall, name: string): void {
  const needed = special[name] ?? writableProperties[name]?.anyOf;
  if (needed === undefined) {
    state.unhandled.push(`PATCH ${call.path} ${name}`);
    refuse(400, "Request_BadRequest", `Property '${name}' is not writable in the simulated tenant.`);
  }
  requireAnyOf(call.caller, needed);
}

/** A sign-in name that can be given to the person, or to somebody new. */
export function nameIn(state: TenantState, value: unknown, person?: Person): string {
  if (typeof value !== "string" || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) {
    return refuse(
      400,
      "Request_BadRequest",
      "Invalid value specified for property 'userPrincipalName' of resource 'User'.",
    );
  }
  requireFreeName(state.people, value, person);
  return value;
}

/** The password of a `passwordProfile`, when the service takes it. */
export function passwordIn(profile: Readonly<Record<string, unknown>>): { value: string; mustChange: boolean } {
  const { password, forceChangePasswordNextSignIn } = profile;
  if (typeof password !== "string" || !meetsPolicy(password)) {
    return refuse(
      400,
      "Request_BadRequest",
      "The specified password does not comply with password complexity requirements. Please provide a different password.",
    );
  }
  return { value: password, mustChange: forceChangePasswordNextSignIn !== false };
}

import { revokeSessions, setAccountEnabled, setPassword } from "../changes.ts";
import { deny, masteredOnPremises, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { meetsPolicy } from "../password-book.ts";
import { requireAnyOf } from "../sign-in/gate.ts";
import type { TenantState } from "../state.ts";
import { personAt } from "./users.ts";

const permissions: Readonly<Record<string, readonly string[]>> = {
  accountEnabled: ["User.EnableDisableAccount.All", "User.ReadWrite.All"],
  passwordProfile: ["User-PasswordProfile.ReadWrite.All", "User.ReadWrite.All"],
};

/** Blocking, password and sessions (m365-operations 5.1 to 5.3). */
export function addUserChanges(routes: Routes, state: TenantState): void {
  const writers = { resource: "graph", anyOf: Object.values(permissions).flat() } as const;
  routes.add("PATCH", "/v1.0/users/:id", writers, (call) => update(state, call));

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
  for (const name of names) {
    const needed = permissions[name];
    if (needed === undefined) {
      state.unhandled.push(`PATCH ${call.path} ${name}`);
      refuse(400, "Request_BadRequest", `Property '${name}' is not writable in the simulated tenant.`);
    }
    requireAnyOf(call.caller, needed);
  }
  const person = personAt(state, call);
  // Both properties are sensitive: whoever holds an administrator role is out of an application's reach (2.10).
  if (person.roles.length > 0) deny();
  if (person.onPremisesSyncEnabled === true) masteredOnPremises();

  const { accountEnabled, passwordProfile } = body;
  const password = passwordProfile === undefined ? undefined : passwordIn(asObject(passwordProfile));
  if (accountEnabled !== undefined && typeof accountEnabled !== "boolean") {
    refuse(400, "Request_BadRequest", "Invalid value specified for property 'accountEnabled' of resource 'User'.");
  }
  if (accountEnabled !== undefined) setAccountEnabled(state, person, accountEnabled);
  if (password !== undefined) setPassword(state, person, password.value, password.mustChange);
  return { status: 204 };
}

function passwordIn(profile: Readonly<Record<string, unknown>>): { value: string; mustChange: boolean } {
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

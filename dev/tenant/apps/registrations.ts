import { entity, type Properties, page, project, selected } from "../graph/shape.ts";
import { showUser, userProperties } from "../graph/user-view.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { requireAnyOf } from "../sign-in/gate.ts";
import type { TenantState } from "../state.ts";
import type { Credential, Registration } from "./app-book.ts";
import { setAppOwner } from "./changes.ts";

export const registrationProperties: Properties<Registration> = {
  id: ({ id }) => id,
  appId: ({ appId }) => appId,
  displayName: ({ displayName }) => displayName,
  signInAudience: () => "AzureADMyOrg",
  passwordCredentials: ({ credentials }) => shown(credentials, "password"),
  keyCredentials: ({ credentials }) => shown(credentials, "certificate"),
};

/** App registrations and their owners (m365-operations 10.1, rule R-50). */
export function addRegistrations(routes: Routes, state: TenantState): void {
  const readers = {
    resource: "graph",
    anyOf: ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"],
  } as const;
  routes.add("GET", "/v1.0/applications/:app", readers, (call) => {
    const names = selected(call.query) ?? Object.keys(registrationProperties);
    const body = project(registrationAt(state, call), registrationProperties, "application", names);
    return entity(call, "applications/$entity", body);
  });
  routes.add("GET", "/v1.0/applications/:app/owners", readers, (call) => {
    const { id } = registrationAt(state, call);
    const owners = state.apps.replicas.appOwners.shown(id, state.apps.owners(id));
    const properties = userProperties(state);
    const people = owners.flatMap((owner) => {
      const person = state.people.named(owner);
      if (person === undefined) return [];
      return [{ "@odata.type": "#microsoft.graph.user", ...showUser(properties, person, selected(call.query)) }];
    });
    return page(call, "directoryObjects", people);
  });
  // Application.ReadWrite.OwnedBy reaches only what the caller itself owns: nothing here.
  const writers = { resource: "graph", anyOf: ["Application.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/applications/:app/owners/$ref", writers, (call) => addOwner(state, call));
  routes.add("DELETE", "/v1.0/applications/:app/owners/:person/$ref", writers, (call) => {
    const registration = registrationAt(state, call);
    const id = call.params.person ?? "";
    const person = state.people.named(id) ?? noSuchResource(id);
    if (!state.apps.owners(registration.id).includes(person.id)) noSuchResource(id);
    setAppOwner(state, registration, person, false);
    return { status: 204 };
  });
}

function addOwner(state: TenantState, call: RoutedCall): Answer {
  // Documented: whoever names an object by reference has to be able to read the directory.
  requireAnyOf(call.caller, ["Directory.Read.All", "Directory.ReadWrite.All"]);
  const registration = registrationAt(state, call);
  const reference = asObject(call.body)["@odata.id"];
  const id = typeof reference === "string" ? (reference.split("/").at(-1) ?? "") : "";
  if (id === "") refuse(400, "Request_BadRequest", "@odata.id is missing or invalid.");
  const person = state.people.named(id) ?? noSuchResource(id);
  if (state.apps.owners(registration.id).includes(person.id)) {
    const text = "One or more added object references already exist for the following modified properties: 'owners'.";
    refuse(400, "Request_BadRequest", text);
  }
  setAppOwner(state, registration, person, true);
  return { status: 204 };
}

function registrationAt(state: TenantState, call: RoutedCall): Registration {
  const id = call.params.app ?? "";
  return state.apps.registrations.get(id) ?? noSuchResource(id);
}

function shown(credentials: readonly Credential[], kind: Credential["kind"]): readonly Record<string, unknown>[] {
  return credentials
    .filter((credential) => credential.kind === kind)
    .map(({ keyId, displayName, endsAt }) => {
      const common = { keyId, displayName, startDateTime: null, endDateTime: new Date(endsAt).toISOString() };
      if (kind === "password") return { ...common, hint: "abc", secretText: null };
      return { ...common, type: "AsymmetricX509Cert", usage: "Verify" };
    });
}

import { removeMethod } from "../changes.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { methodKinds } from "../sign-in-methods.ts";
import type { TenantState } from "../state.ts";
import { page } from "./shape.ts";
import { personAt } from "./users.ts";

const all = "UserAuthenticationMethod.ReadWrite.All";

/** Listing and deleting ways to sign in (m365-operations 5.4). */
export function addAuthenticationMethods(routes: Routes, state: TenantState): void {
  const readers = { resource: "graph", anyOf: ["UserAuthenticationMethod.Read.All", all] } as const;
  routes.add("GET", "/v1.0/users/:id/authentication/methods", readers, (call) => {
    const person = personAt(state, call);
    const shown = state.replicas.authenticationMethods.shown(person.id, person.methods);
    const context = `users('${person.id}')/authentication/methods`;
    return page(
      call,
      context,
      shown.map(({ id, type, view }) => ({ "@odata.type": `#microsoft.graph.${type}`, id, ...view })),
    );
  });

  for (const { segment, type, permission } of Object.values(methodKinds)) {
    const writers = { resource: "graph", anyOf: [permission, all] } as const;
    const path = `/v1.0/users/:id/authentication/${segment}/:methodId`;
    routes.add("DELETE", path, writers, (call) => remove(state, call, type));
  }
}

/** The default method goes last: while others remain it is refused. */
function remove(state: TenantState, call: RoutedCall, type: string): Answer {
  const person = personAt(state, call);
  const { methodId = "" } = call.params;
  const method = person.methods.find((candidate) => candidate.id === methodId && candidate.type === type);
  if (method === undefined) return noSuchResource(methodId);
  const others = person.methods.filter((other) => other !== method && other.type !== "passwordAuthenticationMethod");
  if (method.isDefault && others.length > 0) {
    refuse(
      400,
      "badRequest",
      "Cannot delete default method with other methods configured. Please change default method before deletion.",
    );
  }
  removeMethod(state, person, method);
  return { status: 204 };
}

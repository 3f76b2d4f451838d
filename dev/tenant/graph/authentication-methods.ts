import { randomInt, randomUUID } from "node:crypto";
import { makePass, removeMethod } from "../changes.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { methodKinds } from "../sign-in-methods.ts";
import type { TenantState } from "../state.ts";
import { entity, page, seconds } from "./shape.ts";
import { personAt } from "./users.ts";

const all = "UserAuthenticationMethod.ReadWrite.All";

/** Listing and deleting ways to sign in (m365-operations 5.4), and making a temporary access pass. */
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

  const { permission, segment } = methodKinds["temporary-pass"];
  const makers = { resource: "graph", anyOf: [permission, all] } as const;
  routes.add("POST", `/v1.0/users/:id/authentication/${segment}`, makers, (call) => make(state, call));
}

/** Minutes, as the usual policy of a tenant has them. */
const [shortest, usual, longest] = [10, 60, 43_200];

/** @see https://learn.microsoft.com/graph/api/authentication-post-temporaryaccesspassmethods */
function make(state: TenantState, call: RoutedCall): Answer {
  const person = personAt(state, call);
  const { lifetimeInMinutes = usual, isUsableOnce = false } = asObject(call.body);
  if (typeof lifetimeInMinutes !== "number" || lifetimeInMinutes < shortest || lifetimeInMinutes > longest) {
    return refuse(400, "badRequest", "The lifetime of the temporary access pass is out of range.");
  }
  const temporaryAccessPass = Array.from({ length: 10 }, () => passLetters.charAt(randomInt(passLetters.length))).join(
    "",
  );
  const at = seconds(Date.now());
  const facts = { createdDateTime: at, startDateTime: at, lifetimeInMinutes, isUsableOnce };
  const view = { ...facts, isUsable: true, methodUsabilityReason: "EnabledByPolicy" };
  const { type } = methodKinds["temporary-pass"];
  const id = randomUUID();
  const kept = { temporaryAccessPass: null, ...view };
  makePass(state, person, { id, type, isDefault: false, view: kept }, temporaryAccessPass);
  const context = `users('${person.id}')/authentication/temporaryAccessPassMethods/$entity`;
  const shown = entity(call, context, { "@odata.type": `#microsoft.graph.${type}`, id, ...view, temporaryAccessPass });
  return { ...shown, status: 201 };
}

const passLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!$%*";

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

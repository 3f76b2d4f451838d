import { methodKinds } from "../../../dev/tenant/sign-in-methods.ts";
import type { EndpointCall } from "./endpoint-call.ts";

/** Ways to sign in, and the sign-in log. */
export const signInMethodCalls: readonly EndpointCall[] = [
  {
    route: "GET /v1.0/users/:id/authentication/methods",
    request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/authentication/methods` }),
  },
  ...Object.values(methodKinds).map(({ segment, type }): EndpointCall => {
    const route = `DELETE /v1.0/users/:id/authentication/${segment}/:methodId`;
    return {
      route,
      request: ({ tenant }) => {
        const holder = tenant.state.people.all().find(({ methods }) => methods.some((method) => method.type === type));
        const method = holder?.methods.find((one) => one.type === type);
        if (holder === undefined || method === undefined) throw new Error(`Nobody has a ${type}`);
        // The default method would have to go last.
        holder.methods = holder.methods.map((one) => ({ ...one, isDefault: false }));
        return { path: `/v1.0/users/${holder.id}/authentication/${segment}/${method.id}` };
      },
      status: 204,
    };
  }),
  {
    route: "POST /v1.0/users/:id/authentication/temporaryAccessPassMethods",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("anna")}/authentication/temporaryAccessPassMethods`,
      body: { lifetimeInMinutes: 60 },
    }),
    status: 201,
  },
  {
    route: "GET /v1.0/auditLogs/signIns",
    request: ({ tenant, id }) => {
      tenant.state.signIn("anna");
      return { path: `/v1.0/auditLogs/signIns?$filter=userId eq '${id("anna")}'` };
    },
  },
];

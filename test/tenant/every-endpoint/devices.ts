import type { EndpointCall } from "./endpoint-call.ts";

/** Entra devices. */
export const deviceCalls: readonly EndpointCall[] = [
  ...["registeredDevices", "ownedDevices"].map(
    (relation): EndpointCall => ({
      route: `GET /v1.0/users/:id/${relation}`,
      request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/${relation}` }),
    }),
  ),
  {
    route: "GET /v1.0/devices/:id",
    request: ({ tenant }) => ({ path: `/v1.0/devices/${tenant.state.person("anna").deviceIds[0]}` }),
  },
  {
    route: "PATCH /v1.0/devices/:id",
    request: ({ tenant }) => ({
      path: `/v1.0/devices/${tenant.state.person("anna").deviceIds[0]}`,
      body: { accountEnabled: false },
    }),
    status: 204,
  },
];

import type { EndpointCall } from "./endpoint-call.ts";

/** What Graph says about mailboxes. */
export const mailboxSettingsCalls: readonly EndpointCall[] = [
  {
    route: "GET /v1.0/users/:id/mailboxSettings",
    request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/mailboxSettings?$select=userPurpose` }),
  },
  {
    route: "GET /v1.0/users/:id/mailboxSettings",
    request: ({ id }) => ({ path: `/v1.0/users/${id("george")}/mailboxSettings` }),
    status: 404,
  },
];

import { mergeAccountToken } from "../../../dev/tenant/hr/merge.ts";
import { vendorId } from "../../../dev/tenant/hr/vendor-route.ts";
import type { EndpointCall } from "./endpoint-call.ts";

/** The HR systems. */
export const hrCalls: readonly EndpointCall[] = [
  {
    route: "GET /api/v1/employees/:id",
    request: ({ tenant }) => ({
      path: "/api/v1/employees/101?fields=status,terminationDate",
      headers: {
        authorization: `Basic ${Buffer.from(`${tenant.hrApiKey}:x`).toString("base64")}`,
        accept: "application/json",
      },
    }),
  },
  {
    route: "GET /api/v1/webhooks",
    request: ({ tenant }) => ({
      path: "/api/v1/webhooks",
      headers: { authorization: `Basic ${Buffer.from(`${tenant.hrApiKey}:x`).toString("base64")}` },
    }),
  },
  {
    route: "GET /hr/workers",
    request: ({ tenant }) => ({
      path: "/hr/workers?employeeId=E-1001",
      headers: { authorization: `Bearer ${tenant.hrToken}` },
    }),
  },
  {
    route: "GET /api/v1/employees/changed",
    request: ({ tenant }) => ({
      path: "/api/v1/employees/changed?since=2026-01-01T00:00:00Z",
      headers: { authorization: `Basic ${Buffer.from(`${tenant.hrApiKey}:x`).toString("base64")}` },
    }),
  },
  bearer("GET /hr/workers/changed", "/hr/workers/changed?changedSince=2026-01-01T00:00:00Z"),
  ...["search", "101"].map(
    (id): EndpointCall => ({
      route: id === "search" ? "POST /v1/people/search" : "POST /v1/people/:id",
      request: ({ tenant }) => ({
        path: `/v1/people/${id}`,
        headers: { authorization: `Basic ${Buffer.from(`service-user:${tenant.hrToken}`).toString("base64")}` },
        body: { fields: ["root.id", "internal.terminationDate"] },
      }),
    }),
  ),
  {
    route: "POST /v2/auth/token",
    request: ({ tenant }) => ({
      path: "/v2/auth/token",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: "local-client",
        client_secret: tenant.hrToken,
      }),
    }),
  },
  personio("GET /v2/persons", "/v2/persons?limit=2"),
  personio("GET /v2/persons/:id", "/v2/persons/101"),
  personio("GET /v2/persons/:id/employments", "/v2/persons/101/employments"),
  bearer("GET /rest/v2/people", "/rest/v2/people?limit=2&offset=0"),
  bearer("GET /api/hris/v1/employees", "/api/hris/v1/employees?page_size=2", { "x-account-token": mergeAccountToken }),
  bearer("GET /api/hris/v1/employees/:id", `/api/hris/v1/employees/${vendorId("101")}`, {
    "x-account-token": mergeAccountToken,
  }),
  bearer("GET /employer/directory", "/employer/directory?limit=2&offset=0", { "finch-api-version": "2020-09-17" }),
  {
    route: "POST /employer/employment",
    request: ({ tenant }) => ({
      path: "/employer/employment",
      headers: { authorization: `Bearer ${tenant.hrToken}`, "finch-api-version": "2020-09-17" },
      body: { requests: [{ individual_id: vendorId("101") }] },
    }),
  },
];

function bearer(route: string, path: string, headers: Record<string, string> = {}): EndpointCall {
  return {
    route,
    request: ({ tenant }) => ({ path, headers: { ...headers, authorization: `Bearer ${tenant.hrToken}` } }),
  };
}

function personio(route: string, path: string): EndpointCall {
  return {
    route,
    request: ({ answerTo }) => {
      const { access_token } = answerTo("POST /v2/auth/token") as { access_token: string };
      return { path, headers: { authorization: `Bearer ${access_token}` } };
    },
  };
}

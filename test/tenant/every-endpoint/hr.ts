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
    route: "GET /hr/workers",
    request: ({ tenant }) => ({
      path: "/hr/workers?employeeId=E-1001",
      headers: { authorization: `Bearer ${tenant.hrToken}` },
    }),
  },
];

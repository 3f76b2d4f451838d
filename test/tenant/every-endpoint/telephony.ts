import type { EndpointCall } from "./endpoint-call.ts";

const root = "/v1.0/admin/teams/telephoneNumberManagement";
const number = { telephoneNumber: "+12025550101", numberType: "callingPlan" };
let operation = "";

/** Phone numbers of Teams. */
export const telephonyCalls: readonly EndpointCall[] = [
  {
    route: `GET ${root}/numberAssignments`,
    request: ({ id }) => ({ path: `${root}/numberAssignments?$filter=assignmentTargetId eq '${id("anna")}'` }),
  },
  { route: `GET ${root}/numberAssignments`, request: () => ({ path: `${root}/numberAssignments?$top=2` }) },
  {
    route: `POST ${root}/numberAssignments/unassignNumber`,
    request: () => ({ path: `${root}/numberAssignments/unassignNumber`, body: number }),
    status: 202,
  },
  {
    route: `POST ${root}/numberAssignments/unassignNumber`,
    request: ({ tenant }) => {
      operation = [...tenant.state.telephony.orders.keys()].at(-1) ?? "";
      return { path: `${root}/numberAssignments/unassignNumber`, body: number };
    },
    status: 400,
  },
  {
    route: `GET ${root}/operations/:id`,
    request: () => ({ path: `${root}/operations/${operation}` }),
  },
  {
    route: `POST ${root}/numberAssignments/assignNumber`,
    request: ({ id }) => ({
      path: `${root}/numberAssignments/assignNumber`,
      body: { ...number, assignmentTargetId: id("anna"), assignmentCategory: "primary" },
    }),
    status: 202,
  },
];

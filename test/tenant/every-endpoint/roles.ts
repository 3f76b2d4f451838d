import { z } from "zod";
import { roleDefinitionId } from "../../../dev/tenant/roles/role-definitions.ts";
import type { EndpointCall, World } from "./endpoint-call.ts";

const root = "/v1.0/roleManagement/directory";
const assignments = `${root}/roleAssignments`;
const First = z.object({ value: z.array(z.object({ id: z.string() })).min(1) });
const firstId = (world: World) => First.parse(world.answerTo(`GET ${assignments}`)).value[0]?.id ?? "";
const role = (world: World, who: string, name: string) => ({
  principalId: world.id(who),
  roleDefinitionId: roleDefinitionId(name),
  directoryScopeId: "/",
});

function of(who: string, collection: string): EndpointCall {
  const filter = (id: string) => `$filter=principalId eq '${id}'`;
  return {
    route: `GET ${root}/${collection}`,
    request: ({ id }) => ({ path: `${root}/${collection}?${filter(id(who))}` }),
  };
}

function request(collection: string, action: string, name: string, status = 201): EndpointCall {
  const expiration = { type: "noExpiration" };
  const scheduleInfo = { startDateTime: new Date().toISOString(), expiration };
  return {
    route: `POST ${root}/${collection}`,
    request: (world) => ({
      path: `${root}/${collection}`,
      body: {
        action,
        ...role(world, "ivan", name),
        justification: "Offboarding",
        ...(action === "adminAssign" && { scheduleInfo }),
      },
    }),
    status,
  };
}

/** Directory roles: active, eligible, and through groups. */
export const roleCalls: readonly EndpointCall[] = [
  {
    route: `GET ${assignments}`,
    request: () => ({
      path: `${assignments}?$filter=roleDefinitionId eq '${roleDefinitionId("Global Administrator")}'`,
    }),
  },
  {
    route: `DELETE ${assignments}/:id`,
    request: (world) => ({ path: `${assignments}/${firstId(world)}` }),
    status: 400,
  },
  of("ivan", "roleAssignmentScheduleInstances"),
  of("ivan", "roleEligibilityScheduleInstances"),
  of("ivan", "roleAssignments"),
  {
    route: `DELETE ${assignments}/:id`,
    request: (world) => ({ path: `${assignments}/${firstId(world)}` }),
    status: 204,
  },
  {
    route: `DELETE ${assignments}/:id`,
    request: (world) => ({ path: `${assignments}/${firstId(world)}` }),
    status: 404,
  },
  ...[201, 400].map(
    (status): EndpointCall => ({
      route: `POST ${assignments}`,
      request: (world) => ({ path: assignments, body: role(world, "ivan", "Exchange Administrator") }),
      status,
    }),
  ),
  request("roleAssignmentScheduleRequests", "adminRemove", "Exchange Administrator"),
  request("roleAssignmentScheduleRequests", "adminRemove", "Exchange Administrator", 400),
  request("roleAssignmentScheduleRequests", "adminAssign", "Exchange Administrator"),
  request("roleAssignmentScheduleRequests", "adminAssign", "Exchange Administrator", 400),
  request("roleEligibilityScheduleRequests", "adminRemove", "User Administrator"),
  request("roleEligibilityScheduleRequests", "adminRemove", "User Administrator", 400),
  request("roleEligibilityScheduleRequests", "adminAssign", "User Administrator"),
  of("ivan", "roleAssignmentScheduleInstances"),
  of("ivan", "roleEligibilityScheduleInstances"),
];

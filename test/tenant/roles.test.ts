import { expect, test } from "vitest";
import { setMember, setOwner } from "../../dev/tenant/groups/changes.ts";
import { guidOf } from "../../dev/tenant/ids.ts";
import { assignRole, makeEligible } from "../../dev/tenant/roles/changes.ts";
import { roleDefinitionId } from "../../dev/tenant/roles/role-definitions.ts";
import { aTenant, clock, errorOf, type TestTenant, unrecorded } from "./a-tenant.ts";

const root = "roleManagement/directory";
const wide = (name: string) => ({ roleDefinitionId: roleDefinitionId(name), directoryScopeId: "/" });
const block = (tenant: TestTenant, who: string) =>
  tenant.graph("PATCH", `users/${tenant.state.person(who).id}`, { accountEnabled: false });
const ask = (tenant: TestTenant, kind: string, action: string, who: string, name: string, more: object = {}) =>
  tenant.graph("POST", `${root}/${kind}`, {
    action,
    principalId: tenant.state.person(who).id,
    ...wide(name),
    justification: "test",
    ...more,
  });
const listed = (tenant: TestTenant, kind: string, who: string) =>
  tenant.graph("GET", `${root}/${kind}?$filter=principalId eq '${tenant.state.person(who).id}'`);

function helpdesk({ state }: TestTenant) {
  const group = state.groups.find(guidOf("group/helpdesk"));
  if (group === undefined) throw new Error("no helpdesk");
  return group;
}

test("FACT-09: holders of a role, and members and owners of a role-assignable group, are out of reach of a permission", async () => {
  await using tenant = await aTenant();
  const { state } = tenant;
  setMember(state, state.person("anna"), helpdesk(tenant), true, "hand");
  setOwner(state, state.person("ben"), helpdesk(tenant), true, "hand");
  assignRole(state, state.person("clara"), wide("Global Reader"), { by: "hand" });
  makeEligible(state, state.person("dario"), wide("Global Reader"), { by: "hand" });

  for (const who of ["anna", "ben", "clara"]) {
    expect(await block(tenant, who)).toMatchObject({ status: 403, body: errorOf("Authorization_RequestDenied") });
    const { id } = state.person(who);
    const passwordProfile = { password: "Kx7#pqR2!mmZ9vTw_42", forceChangePasswordNextSignIn: true };
    expect((await tenant.graph("PATCH", `users/${id}`, { passwordProfile })).status).toBe(403);
    expect((await tenant.graph("DELETE", `users/${id}`)).status).toBe(403);
  }
  expect((await block(tenant, "dario")).status, "an eligible role is not held").toBe(204);
});

test("FACT-09: an application with Privileged Authentication Administrator reaches them", async () => {
  await using tenant = await aTenant({ directoryRoles: ["Privileged Authentication Administrator"] });

  expect((await block(tenant, "ivan")).status).toBe(204);
});

test("ivan holds one role, may activate one, and has a third through his group", async () => {
  await using tenant = await aTenant();

  const direct = await listed(tenant, "roleAssignments", "ivan");
  const active = await listed(tenant, "roleAssignmentScheduleInstances", "ivan");
  const eligible = await listed(tenant, "roleEligibilityScheduleInstances", "ivan");

  expect(direct.body).toMatchObject({ value: [wide("Exchange Administrator")] });
  expect(active.body).toMatchObject({
    value: [
      { ...wide("Exchange Administrator"), memberType: "Direct", assignmentType: "Assigned", endDateTime: null },
      { ...wide("Helpdesk Administrator"), memberType: "Group" },
    ],
  });
  expect(eligible.body).toMatchObject({ value: [{ ...wide("User Administrator"), memberType: "Direct" }] });
});

test("a role is removed and given once by each request, and the second one is told so", async () => {
  await using tenant = await aTenant();
  const kind = "roleAssignmentScheduleRequests";
  const name = "Exchange Administrator";

  expect(await ask(tenant, kind, "adminRemove", "ivan", name)).toMatchObject({
    status: 201,
    body: { status: "Revoked" },
  });
  const gone = { status: 400, body: errorOf("RoleAssignmentDoesNotExist") };
  expect(await ask(tenant, kind, "adminRemove", "ivan", name)).toMatchObject(gone);
  const group = await ask(tenant, kind, "adminRemove", "ivan", "Helpdesk Administrator");
  expect(group, "what comes through a group is not the person's").toMatchObject(gone);
  expect((await ask(tenant, kind, "adminAssign", "ivan", name)).status).toBe(201);
  expect(await ask(tenant, kind, "adminAssign", "ivan", name)).toMatchObject({ body: errorOf("RoleAssignmentExists") });
  expect(tenant.effects().map(({ operation }) => operation)).toEqual([
    "remove-directory-role",
    "assign-directory-role",
  ]);
});

test("a role for some time ends by itself", async () => {
  await using tenant = await aTenant();
  const endDateTime = new Date(Date.now() + 3_600_000).toISOString();
  const scheduleInfo = { startDateTime: new Date().toISOString(), expiration: { type: "afterDateTime", endDateTime } };
  await ask(tenant, "roleAssignmentScheduleRequests", "adminAssign", "anna", "Global Reader", { scheduleInfo });
  await ask(tenant, "roleEligibilityScheduleRequests", "adminAssign", "anna", "Security Reader", { scheduleInfo });
  expect(tenant.state.person("anna").roles).toHaveLength(1);

  await clock.advance(3_601_000);

  expect(tenant.state.person("anna").roles).toEqual([]);
  expect((await listed(tenant, "roleEligibilityScheduleInstances", "anna")).body).toMatchObject({ value: [] });
  expect(tenant.effects().filter(({ by }) => by === "service")).toHaveLength(2);
});

test("without Microsoft Entra ID P2 there are no schedules, to read or to write", async () => {
  await using tenant = await aTenant();
  tenant.state.roles.premium = false;

  const refused = { status: 400, body: errorOf("AadPremiumLicenseRequired") };
  expect(await listed(tenant, "roleAssignmentScheduleInstances", "ivan")).toMatchObject(refused);
  expect(await listed(tenant, "roleEligibilityScheduleInstances", "ivan")).toMatchObject(refused);
  const request = await ask(tenant, "roleEligibilityScheduleRequests", "adminRemove", "ivan", "User Administrator");
  expect(request).toMatchObject(refused);
  expect((await listed(tenant, "roleAssignments", "ivan")).status).toBe(200);
});

test("R-10: the last Global Administrator is kept by the service, by either way", async () => {
  await using tenant = await aTenant();
  const [role] = tenant.state.person("oskar").roles;

  const deleted = await tenant.graph("DELETE", `${root}/roleAssignments/${role?.id}`);
  const asked = await ask(tenant, "roleAssignmentScheduleRequests", "adminRemove", "oskar", "Global Administrator");

  for (const refused of [deleted, asked]) {
    expect(refused).toMatchObject({ status: 400, body: errorOf("Request_BadRequest") });
  }
  expect(tenant.effects()).toEqual([]);
});

test("a read permission does not remove, and the narrow one that removes does not assign", async () => {
  const read = await aTenant({
    ...unrecorded,
    grantedPermissions: ["RoleAssignmentSchedule.Read.Directory", "RoleAssignmentSchedule.Remove.Directory"],
  });
  await using tenant = read;
  const kind = "roleAssignmentScheduleRequests";

  expect((await ask(tenant, kind, "adminAssign", "anna", "Global Reader")).status).toBe(403);
  expect((await listed(tenant, "roleEligibilityScheduleInstances", "ivan")).status).toBe(403);
  expect((await ask(tenant, kind, "adminRemove", "ivan", "Exchange Administrator")).status).toBe(201);
});

test("reads may lag behind", async () => {
  await using tenant = await aTenant();
  tenant.faults.lag("roleAssignments", 60_000);
  await ask(tenant, "roleAssignmentScheduleRequests", "adminRemove", "ivan", "Exchange Administrator");

  expect((await listed(tenant, "roleAssignments", "ivan")).body).toMatchObject({ value: [{}] });
  await clock.advance(61_000);
  expect((await listed(tenant, "roleAssignments", "ivan")).body).toMatchObject({ value: [] });
});

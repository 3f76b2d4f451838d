import { expect, test } from "vitest";
import { setAccountEnabled } from "../../dev/tenant/changes.ts";
import { aTenant, clock, errorOf, unrecorded } from "./a-tenant.ts";

const select =
  "id,userPrincipalName,displayName,givenName,surname,mail,otherMails,proxyAddresses,mailNickname,accountEnabled,userType,employeeId,employeeType,employeeLeaveDateTime,usageLocation,department,officeLocation,onPremisesSyncEnabled,onPremisesImmutableId,onPremisesLastSyncDateTime,onPremisesSamAccountName,onPremisesDistinguishedName,assignedLicenses,licenseAssignmentStates,isResourceAccount,isManagementRestricted,showInAddressList,signInSessionsValidFromDateTime,lastPasswordChangeDateTime,passwordPolicies,serviceProvisioningErrors,createdDateTime";
const password = "a-Long-Enough-Passw0rd!";

test("a person is found by id, sign-in name and employee id, with the manager", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  const expand = "$expand=manager($select=id,displayName,mail,userPrincipalName,accountEnabled)";

  const byId = await tenant.graph("GET", `users/${anna.id}?$select=${select}&${expand}`);
  const byName = await tenant.graph("GET", `users/${encodeURIComponent(anna.userPrincipalName)}?$select=id`);
  const found = await tenant.graph("GET", "users?$filter=employeeId eq 'E-1001'&$select=id,mail");
  const byMail = await tenant.graph("GET", `users?$filter=mail eq '${anna.mail}'&$select=id`);
  const byAlias = await tenant.graph("GET", `users?$filter=proxyAddresses/any(p:p eq 'smtp:${anna.mail}')&$select=id`);

  expect(byId.body).toMatchObject({ id: anna.id, manager: { id: tenant.state.person("maria").id } });
  expect(byName.body).toMatchObject({ id: anna.id });
  expect(found.body).toMatchObject({ value: [{ id: anna.id, mail: anna.mail }] });
  expect(byMail.body).toMatchObject({ value: [{ id: anna.id }] });
  expect(byAlias.body).toMatchObject({ value: [{ id: anna.id }] });
  expect(tenant.unhandled()).toEqual([]);
});

test("nobody is found by an unknown id, name or employee id", async () => {
  await using tenant = await aTenant();

  const byId = await tenant.graph("GET", "users/00000000-0000-4000-8000-000000000000");
  const found = await tenant.graph("GET", "users?$filter=employeeId eq 'E-0000'");

  expect(byId).toMatchObject({ status: 404, body: errorOf("Request_ResourceNotFound") });
  expect(found.body).toMatchObject({ value: [] });
});

test("a manager is shown, and is 404 for whoever has none", async () => {
  await using tenant = await aTenant();

  const maria = await tenant.graph("GET", `users/${tenant.state.person("anna").id}/manager?$select=id,mail`);
  const nobody = await tenant.graph("GET", `users/${tenant.state.person("julia").id}/manager`);

  expect(maria.body).toMatchObject({ id: tenant.state.person("maria").id, "@odata.type": "#microsoft.graph.user" });
  expect(nobody).toMatchObject({ status: 404, body: errorOf("Request_ResourceNotFound") });
});

test("a property that does not exist is refused", async () => {
  await using tenant = await aTenant(unrecorded);

  const reply = await tenant.graph("GET", `users/${tenant.state.person("anna").id}?$select=acountEnabled`);

  expect(reply).toMatchObject({ status: 400, body: errorOf("BadRequest") });
});

test("blocking works once, and a blocked person cannot sign in", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  expect(tenant.state.signIn("anna").errorCode).toBe(0);

  await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });
  const again = await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });

  expect(again.status).toBe(204);
  expect((await tenant.graph("GET", `users/${id}?$select=accountEnabled`)).body).toMatchObject({
    accountEnabled: false,
  });
  expect(tenant.state.signIn("anna").errorCode).toBe(50057);
  expect(tenant.effectCounts()).toEqual({ [id]: { "block-sign-in": 1 } });
});

test("a new password is set, is nowhere to be read, and times have whole seconds", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  const profile = { password, forceChangePasswordNextSignIn: true, forceChangePasswordNextSignInWithMfa: false };

  const reply = await tenant.graph("PATCH", `users/${id}`, { passwordProfile: profile });
  const shown = await tenant.graph("GET", `users/${id}?$select=lastPasswordChangeDateTime`);

  expect(reply.status).toBe(204);
  expect(shown.body).toMatchObject({
    lastPasswordChangeDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
  expect(tenant.state.passwordWasSet("anna")).toBe(true);
  expect(tenant.state.passwordsSeen()).toEqual([password]);
  expect(tenant.state.signIn("anna").errorCode).toBe(50126);
  const effects = JSON.stringify(tenant.effects());
  expect(effects).toContain(`"length":${password.length}`);
  expect(effects).not.toContain(password);
});

test("a weak password is refused", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");

  const reply = await tenant.graph("PATCH", `users/${id}`, { passwordProfile: { password: "onlyletters" } });

  expect(reply).toMatchObject({ status: 400, body: errorOf("Request_BadRequest") });
  expect(tenant.effects()).toEqual([]);
});

test("a person from Active Directory is refused with the service's sentence, sessions are revoked all the same", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("erik");

  for (const change of [{ accountEnabled: false }, { passwordProfile: { password } }]) {
    const reply = await tenant.graph("PATCH", `users/${id}`, change);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({
      error: {
        code: "Request_BadRequest",
        message:
          "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
      },
    });
  }
  const revoked = await tenant.graph("POST", `users/${id}/revokeSignInSessions`, {});
  expect(revoked).toMatchObject({ status: 200, body: { value: true } });
});

test("whoever holds a directory role is out of reach until it is removed", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("ivan");
  // His group carries a role as well: see roles.test.ts.
  tenant.state.person("ivan").groupIds = [];
  const path = "roleManagement/directory/roleAssignments";

  const refused = await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });
  const roles = await tenant.graph("GET", `${path}?$filter=principalId eq '${id}'&$expand=roleDefinition`);
  const [role] = tenant.state.person("ivan").roles;
  const removed = await tenant.graph("DELETE", `${path}/${role?.id}`);
  const allowed = await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });

  expect(refused).toMatchObject({ status: 403, body: errorOf("Authorization_RequestDenied") });
  expect(roles.body).toMatchObject({
    value: [{ id: role?.id, principalId: id, directoryScopeId: "/", roleDefinition: { displayName: role?.roleName } }],
  });
  expect([removed.status, allowed.status]).toEqual([204, 204]);
});

test("a read lags behind a write for as long as ordered", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  const read = async () => (await tenant.graph("GET", `users/${id}?$select=accountEnabled`)).body;
  tenant.faults.lag("accountEnabled", 300_000);

  await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });
  expect(await read()).toMatchObject({ accountEnabled: true });
  expect(tenant.state.signIn("anna").errorCode).toBe(50057);

  await clock.advance(300_000);
  expect(await read()).toMatchObject({ accountEnabled: false });
});

test("a change by hand is told from the application's", async () => {
  await using tenant = await aTenant();

  setAccountEnabled(tenant.state, tenant.state.person("anna"), false, "hand");

  expect(tenant.effects()).toMatchObject([{ operation: "block-sign-in", by: "hand" }]);
  expect(tenant.effectCounts()).toEqual({});
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { applications } from "../../dev/tenant/apps/seed.ts";
import { setMember } from "../../dev/tenant/groups/changes.ts";
import { guidOf } from "../../dev/tenant/ids.ts";
import { aTenant, type TestTenant } from "./a-tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await aTenant();
});
afterEach(() => tenant[Symbol.asyncDispose]());

const idOf = (key: string) => tenant.state.person(key).id;
const values = ({ body }: { body: unknown }) => (body as { value: Record<string, string>[] }).value;

test("5.5: a consent that is given again has the same id", async () => {
  const [before] = values(await tenant.graph("GET", `users/${idOf("clara")}/oauth2PermissionGrants`));
  expect((await tenant.graph("DELETE", `oauth2PermissionGrants/${before?.id}`)).status).toBe(204);

  const { clientId, resourceId, scope } = before ?? {};
  const grant = { clientId, resourceId, scope, consentType: "Principal", principalId: idOf("clara") };
  expect((await tenant.graph("POST", "oauth2PermissionGrants", grant)).body).toMatchObject({ id: before?.id });
});

test("5.6: roles of groups come with the membership and go with it, and are not the person's to lose", async () => {
  const roles = async () => values(await tenant.graph("GET", `users/${idOf("clara")}/appRoleAssignments`));
  expect((await roles()).map(({ principalType }) => principalType)).toEqual(["User", "User", "Group"]);
  const { state } = tenant;
  const group = state.groups.find(guidOf("group/crm"));

  if (group !== undefined) setMember(state, state.person("clara"), group, false);

  expect(await roles()).toHaveLength(2);
  const [first] = await roles();
  const wrong = `servicePrincipals/${applications.crm.id}/appRoleAssignedTo/${first?.id}`;
  expect((await tenant.graph("DELETE", wrong)).status).toBe(404);
});

test("R-50: registrations show when secrets end, and never what they are", async () => {
  const { body } = await tenant.graph("GET", `applications/${guidOf("application/reporting-bot")}`);

  expect(body).toMatchObject({
    passwordCredentials: [{ endDateTime: expect.any(String), secretText: null }, { secretText: null }],
    keyCredentials: [{ keyId: expect.any(String) }],
  });
});

test("10.1: owned objects are groups and registrations; lists are Exchange's", async () => {
  const owned = values(await tenant.graph("GET", `users/${idOf("clara")}/ownedObjects?$select=id,groupTypes`));

  expect(owned.map((one) => one["@odata.type"])).toEqual([
    "#microsoft.graph.group",
    "#microsoft.graph.application",
    "#microsoft.graph.application",
  ]);
});

import { expect, test } from "vitest";
import { aTenant, clock, collection, dayMs, errorOf, eventual } from "./a-tenant.ts";

const missing = { status: 404, body: errorOf("Request_ResourceNotFound") };

test("R-07: a deleted person is hidden from reads, stands in the bin with names prefixed, and cannot sign in", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  const select = "$select=id,displayName,userPrincipalName,mail,deletedDateTime";

  const deleted = await tenant.graph("DELETE", `users/${anna.id}`);
  const again = await tenant.graph("DELETE", `users/${anna.id}`);
  const inBin = await tenant.graph("GET", `directory/deletedItems/${anna.id}?${select}`);
  const list = await tenant.graph("GET", `directory/deletedItems/microsoft.graph.user?${select}&$top=100`);

  expect([deleted.status, again.status]).toEqual([204, 404]);
  for (const path of [anna.id, anna.userPrincipalName, `${anna.id}/memberOf`]) {
    expect(await tenant.graph("GET", `users/${path}`)).toMatchObject(missing);
  }
  for (const filter of [`mail eq '${anna.mail}'`, "employeeId eq 'E-1001'", `id eq '${anna.id}'`]) {
    expect((await tenant.graph("GET", `users?$filter=${filter}`)).body).toMatchObject({ value: [] });
  }
  expect(inBin.body).toMatchObject({
    id: anna.id,
    userPrincipalName: `${anna.id.replaceAll("-", "")}${anna.userPrincipalName}`,
    deletedDateTime: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect(collection(list).value).toMatchObject([{ id: anna.id }]);
  expect(tenant.state.signIn("anna").errorCode).toBe(50034);
  expect(tenant.effectCounts()).toEqual({ [anna.id]: { "delete-user": 1 } });
});

test("a manager in the bin is nobody's manager, and is again after the restore", async () => {
  await using tenant = await aTenant();
  const [anna, maria] = [tenant.state.person("anna"), tenant.state.person("maria")];
  await tenant.graph("DELETE", `users/${maria.id}`);

  expect(await tenant.graph("GET", `users/${anna.id}/manager`)).toMatchObject(missing);
  const expanded = await tenant.graph("GET", `users/${anna.id}?$select=id&$expand=manager($select=id)`);
  expect(expanded.body).not.toHaveProperty("manager");

  await tenant.graph("POST", `directory/deletedItems/${maria.id}/restore`, {});
  expect((await tenant.graph("GET", `users/${anna.id}/manager`)).body).toMatchObject({ id: maria.id });
});

test("a restore brings back licences, groups, devices and the earlier state of the account, once", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: false });
  const before = await tenant.graph("GET", `users/${anna.id}?$select=id,accountEnabled,assignedLicenses`);
  await tenant.graph("DELETE", `users/${anna.id}`);

  const restored = await tenant.graph("POST", `directory/deletedItems/${anna.id}/restore`, {});
  const again = await tenant.graph("POST", `directory/deletedItems/${anna.id}/restore`, {});

  expect(restored).toMatchObject({ status: 200, body: { id: anna.id, "@odata.type": "#microsoft.graph.user" } });
  expect(again).toMatchObject(missing);
  const after = await tenant.graph("GET", `users/${anna.id}?$select=id,accountEnabled,assignedLicenses`);
  expect(after.body).toEqual(before.body);
  await clock.advance(31 * dayMs);
  expect((await tenant.graph("GET", `users/${anna.id}`)).status, "the appointment with the purge is off").toBe(200);
});

test("13.4: a restore meets the one who has taken the name, and takes another", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  await tenant.graph("DELETE", `users/${anna.id}`);
  const newcomer = await tenant.graph("POST", "users", {
    accountEnabled: true,
    displayName: "Anna Albrecht",
    mailNickname: "anna.albrecht",
    userPrincipalName: anna.userPrincipalName,
    passwordProfile: { password: "a-Long-Enough-Passw0rd!" },
  });
  const path = `directory/deletedItems/${anna.id}/restore`;

  const refused = await tenant.graph("POST", path, {});
  const restored = await tenant.graph("POST", path, { newUserPrincipalName: "anna.albrecht2@kestrel.example" });

  expect(newcomer.status).toBe(201);
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { code: "Request_BadRequest", details: [{ code: "ObjectConflict", target: "userPrincipalName" }] } },
  });
  expect(restored.body).toMatchObject({ id: anna.id, userPrincipalName: "anna.albrecht2@kestrel.example" });
  expect((await tenant.graph("GET", "users/anna.albrecht2@kestrel.example")).status).toBe(200);
});

test("13.4: a restore meets the one who has taken an address, and goes without it", async () => {
  await using tenant = await aTenant();
  const [anna, ben] = [tenant.state.person("anna"), tenant.state.person("ben")];
  await tenant.graph("DELETE", `users/${anna.id}`);
  tenant.state.people.hide(ben);
  ben.proxyAddresses = [...ben.proxyAddresses, `smtp:${anna.mail}`];
  tenant.state.people.add(ben);
  const path = `directory/deletedItems/${anna.id}/restore`;

  const refused = await tenant.graph("POST", path, {});
  const restored = await tenant.graph("POST", path, { autoReconcileProxyConflict: true });

  expect(refused.body).toMatchObject({ error: { details: [{ code: "ObjectConflict", target: "proxyAddresses" }] } });
  expect(restored.status).toBe(200);
  expect((await tenant.graph("GET", `users/${anna.id}?$select=proxyAddresses`)).body).toMatchObject({
    proxyAddresses: [],
  });
});

test("13.2: a person in the bin still owns their groups", async () => {
  await using tenant = await aTenant();
  const owner = tenant.state.people.all().find(({ id }) => tenant.state.groups.ownedBy(id).length > 0);
  const body = { userId: owner?.id, type: "Group" };
  const ask = () => tenant.graph("POST", "directory/deletedItems/getUserOwnedObjects", body);

  expect((await ask()).status).toBe(404);
  await tenant.graph("DELETE", `users/${owner?.id}`);

  expect(collection(await ask()).value.length).toBeGreaterThan(0);
});

test("13.4: something else, such as a group, can have taken the address", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  await tenant.graph("DELETE", `users/${anna.id}`);
  tenant.state.addressHolders.push((address) => address === anna.mail);

  const refused = await tenant.graph("POST", `directory/deletedItems/${anna.id}/restore`, {});

  expect(refused.body).toMatchObject({ error: { details: [{ target: "proxyAddresses" }] } });
});

test("after 30 days the account is gone for good, also when time leaps", async () => {
  await using tenant = await aTenant();
  const [anna, ben] = [tenant.state.person("anna"), tenant.state.person("ben")];
  const purged: number[] = [];
  tenant.state.lifecycle.onPurged((_, at) => purged.push(at));
  await tenant.graph("DELETE", `users/${anna.id}`);
  const deletedAt = anna.deletedAt ?? 0;
  await clock.advance(29 * dayMs);
  expect((await tenant.graph("GET", `directory/deletedItems/${anna.id}`)).status).toBe(200);
  await tenant.graph("DELETE", `users/${ben.id}`);

  await clock.advance(100 * dayMs);

  for (const { id } of [anna, ben]) {
    expect(await tenant.graph("GET", `directory/deletedItems/${id}`)).toMatchObject(missing);
    expect(await tenant.graph("POST", `directory/deletedItems/${id}/restore`, {})).toMatchObject(missing);
  }
  expect(purged[0], "what follows counts from the end of the 30 days").toBe(deletedAt + 30 * dayMs);
  expect(tenant.effects().filter(({ operation }) => operation === "purge-user")).toMatchObject([
    { objectId: anna.id, by: "service", at: new Date(deletedAt + 30 * dayMs).toISOString() },
    { objectId: ben.id, by: "service" },
  ]);
});

test("a permanent deletion is final", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  await tenant.graph("DELETE", `users/${id}`);

  const first = await tenant.graph("DELETE", `directory/deletedItems/${id}`);
  const second = await tenant.graph("DELETE", `directory/deletedItems/${id}`);

  expect(first.status).toBe(204);
  expect(second).toMatchObject(missing);
});

test("refused: whoever Active Directory masters, and holders of roles for an application without one", async () => {
  await using tenant = await aTenant();
  await using powerful = await aTenant({ directoryRoles: ["Privileged Authentication Administrator"] });
  const erik = await tenant.graph("DELETE", `users/${tenant.state.person("erik").id}`);
  const ivan = await tenant.graph("DELETE", `users/${tenant.state.person("ivan").id}`);

  expect(erik).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining("on-premises mastered") } },
  });
  expect(ivan).toMatchObject({ status: 403, body: errorOf("Authorization_RequestDenied") });
  expect(tenant.effects()).toEqual([]);
  expect((await powerful.graph("DELETE", `users/${powerful.state.person("ivan").id}`)).status).toBe(204);
});

test("areas hear of deletion, restore, purge and arrival", async () => {
  await using tenant = await aTenant();
  const { lifecycle } = tenant.state;
  const heard: string[] = [];
  lifecycle.onArrived(({ displayName }) => heard.push(`arrived ${displayName}`));
  lifecycle.onDeleted(({ key }) => heard.push(`deleted ${key}`));
  lifecycle.onRestored(({ key }) => heard.push(`restored ${key}`));
  lifecycle.onPurged(({ key }) => heard.push(`purged ${key}`));
  const { id } = tenant.state.person("anna");

  await tenant.graph("DELETE", `users/${id}`);
  await tenant.graph("POST", `directory/deletedItems/${id}/restore`, {});
  await tenant.graph("DELETE", `users/${id}`);
  await tenant.graph("DELETE", `directory/deletedItems/${id}`);
  await tenant.graph("POST", "users", {
    accountEnabled: true,
    displayName: "Nele",
    mailNickname: "nele",
    userPrincipalName: "nele@kestrel.example",
    passwordProfile: { password: "a-Long-Enough-Passw0rd!" },
  });

  expect(heard).toEqual(["deleted anna", "restored anna", "deleted anna", "purged anna", "arrived Nele"]);
});

test("the bin is ordered by time only with the headers of an advanced query", async () => {
  await using tenant = await aTenant();
  for (const key of ["anna", "ben"]) {
    await tenant.graph("DELETE", `users/${tenant.state.person(key).id}`);
    await clock.advance(1_000);
  }
  const path = "directory/deletedItems/microsoft.graph.user?$orderby=deletedDateTime desc&$select=id";

  const refused = await tenant.graph("GET", path);
  const list = await tenant.graph("GET", `${path}&$count=true`, undefined, eventual);

  expect(refused).toMatchObject({ status: 400, body: errorOf("Request_UnsupportedQuery") });
  expect(collection(list)).toMatchObject({
    "@odata.count": 2,
    value: [{ id: tenant.state.person("ben").id }, { id: tenant.state.person("anna").id }],
  });
});

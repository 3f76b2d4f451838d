import { expect, test } from "vitest";
import { aTenant, collection, errorOf, eventual, unrecorded } from "./a-tenant.ts";

test("2.7: a list is paged by opaque links, each person once", async () => {
  await using tenant = await aTenant({ people: 130 });
  const ids: unknown[] = [];
  let pages = 0;
  for (let next: string | undefined = "users?$select=id&$top=50"; next !== undefined; pages++) {
    const page = collection(await tenant.graph("GET", next));
    ids.push(...page.value.map(({ id }) => id));
    next = page["@odata.nextLink"];
    if (next !== undefined) expect(new URL(next).searchParams.get("$skiptoken")).toMatch(/^[\w-]{20,}$/);
  }

  expect(pages).toBe(4);
  expect(new Set(ids).size).toBe(156);
  expect((await tenant.graph("GET", "users?$skiptoken=nonsense")).status).toBe(400);
});

test("2.7: $count needs the header: dropped in a list, refused as a segment", async () => {
  await using tenant = await aTenant();

  const plain = await tenant.graph("GET", "users?$count=true&$top=1");
  const counted = await tenant.graph("GET", "users?$count=true&$top=1", undefined, eventual);
  const refused = await tenant.graph("GET", "users/$count");
  const number = await tenant.graph("GET", "users/$count", undefined, eventual);

  expect(collection(plain)["@odata.count"]).toBeUndefined();
  expect(collection(counted)["@odata.count"]).toBe(26);
  expect(refused).toMatchObject({ status: 400, body: errorOf("Request_BadRequest") });
  expect(number.body).toBe("26");
});

test.each([
  "accountEnabled ne true",
  "not(userType eq 'Guest')",
  "endsWith(mail,'kestrel.example')",
  "assignedLicenses/$count eq 0",
])("2.7: %s is an advanced query", async (filter) => {
  await using tenant = await aTenant();
  const path = `users?$filter=${filter}&$select=id`;

  const refused = await tenant.graph("GET", path);
  const withoutCount = await tenant.graph("GET", path, undefined, eventual);
  const found = await tenant.graph("GET", `${path}&$count=true`, undefined, eventual);

  expect(refused).toMatchObject({ status: 400, body: errorOf("Request_UnsupportedQuery") });
  expect(withoutCount.status).toBe(400);
  expect(collection(found).value.length).toBeGreaterThan(0);
});

test.each([
  ["userType eq 'Guest'", ["guest"]],
  ["startsWith(displayName,'anna') or startsWith(displayName,'BEN')", ["anna", "ben"]],
  ["department in ('IT','Board') and accountEnabled eq true", ["ivan", "julia", "oskar"]],
  ["(department eq 'IT' or department eq 'Board') and startsWith(displayName,'I')", ["ivan"]],
  ["surname eq 'O''Brien'", ["leaver02"]],
  ["onPremisesSyncEnabled eq true", ["erik"]],
  ["assignedLicenses/any(l:l/skuId eq 06ebc4ee-1bb5-47dd-8120-11324bc54e06)", ["anna", "leaver01", "leaver05"]],
  ["createdDateTime ge 2100-01-01T00:00:00Z", []],
])("%s", async (filter, keys) => {
  await using tenant = await aTenant();

  const found = await tenant.graph("GET", `users?$filter=${encodeURIComponent(filter)}&$select=id`);

  expect(collection(found).value.map(({ id }) => id)).toEqual(keys.map((key) => tenant.state.person(key).id));
});

test.each(["displayName eq", "displayName like 'a'", "shoeSize eq 44", "(displayName eq 'a'", "displayName eq 'a' or"])(
  "a filter that the service does not know is refused: %s",
  async (filter) => {
    await using tenant = await aTenant(unrecorded);
    const reply = await tenant.graph("GET", `users?$filter=${encodeURIComponent(filter)}`);
    expect(reply).toMatchObject({ status: 400, body: errorOf("Request_UnsupportedQuery") });
  },
);

test("$orderby sorts; with $filter it is an advanced query", async () => {
  await using tenant = await aTenant();

  const sorted = await tenant.graph("GET", "users?$orderby=displayName desc&$select=displayName&$top=2");
  const refused = await tenant.graph("GET", "users?$orderby=displayName&$filter=accountEnabled eq true");

  expect(collection(sorted).value).toEqual([{ displayName: "Tilda Berg" }, { displayName: "Samir Aziz" }]);
  expect(refused.status).toBe(400);
});

test("4.3: reports are listed and moved; a manager in the bin does not take any", async () => {
  await using tenant = await aTenant();
  const [anna, maria, petra] = ["anna", "maria", "petra"].map((key) => tenant.state.person(key).id);
  const reports = async () =>
    collection(await tenant.graph("GET", `users/${maria}/directReports?$select=id`)).value.map(({ id }) => id);
  const reference = (id: string | undefined) => ({ "@odata.id": `${tenant.url}/v1.0/users/${id}` });

  expect(await reports()).toContain(anna);
  expect((await tenant.graph("PUT", `users/${anna}/manager/$ref`, reference(petra))).status).toBe(204);
  expect((await tenant.graph("PUT", `users/${anna}/manager/$ref`, reference(petra))).status).toBe(204);
  expect(await reports()).not.toContain(anna);
  expect((await tenant.graph("DELETE", `users/${anna}/manager/$ref`)).status).toBe(204);
  expect((await tenant.graph("DELETE", `users/${anna}/manager/$ref`)).status).toBe(404);
  await tenant.graph("DELETE", `users/${petra}`);
  expect((await tenant.graph("PUT", `users/${anna}/manager/$ref`, reference(petra))).status).toBe(404);
  expect(tenant.effectCounts()[`${anna}`]).toEqual({ "set-manager": 2 });
});

test("properties are written with their own permission, all or none", async () => {
  await using tenant = await aTenant({
    grantedPermissions: ["User.Read.All", "User-Phone.ReadWrite.All", "User-LifeCycleInfo.ReadWrite.All"],
  });
  const { id } = tenant.state.person("anna");
  const write = async (body: object) => (await tenant.graph("PATCH", `users/${id}`, body)).status;

  expect(await write({ mobilePhone: "+49 30 1", employeeLeaveDateTime: "2026-03-31T00:00:00Z" })).toBe(204);
  expect(await write({ mobilePhone: null, department: "None" })).toBe(403);
  expect(await write({ mobilePhone: 5 })).toBe(400);
  const shown = await tenant.graph("GET", `users/${id}?$select=mobilePhone,department,employeeLeaveDateTime`);
  expect(shown.body).toMatchObject({
    mobilePhone: "+49 30 1",
    department: "Sales",
    employeeLeaveDateTime: "2026-03-31T00:00:00Z",
  });
});

test("keys in brackets and functions with them name the same", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");

  expect((await tenant.graph("GET", `users('${anna.userPrincipalName}')`)).body).toMatchObject({ id: anna.id });
  expect((await tenant.graph("GET", "users/delta()")).status).toBe(200);
  expect(tenant.unhandled()).toEqual([]);
});

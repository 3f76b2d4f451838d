import { expect, test } from "vitest";
import { setAccountEnabled } from "../../dev/tenant/changes.ts";
import { aTenant, clock, collection, dayMs, errorOf, type Reply, type TestTenant, unrecorded } from "./a-tenant.ts";

const tracked = "id,accountEnabled,userPrincipalName,employeeId,employeeLeaveDateTime,userType,manager";

/** Follows a round to its end. */
async function round(tenant: TestTenant, link: string, headers?: Record<string, string>) {
  const items: Record<string, unknown>[] = [];
  const pages: Reply[] = [];
  for (let next: string | undefined = link; next !== undefined; ) {
    const reply = await tenant.graph("GET", next, undefined, headers);
    pages.push(reply);
    const page = collection(reply);
    items.push(...page.value);
    next = page["@odata.nextLink"];
  }
  const last = pages.at(-1);
  const deltaLink = last === undefined ? undefined : collection(last)["@odata.deltaLink"];
  return { items, pages: pages.length, deltaLink: deltaLink ?? "" };
}

test("3.4: the first round shows everybody, in pages, with their managers", async () => {
  await using tenant = await aTenant({ people: 300 });

  const first = await round(tenant, `users/delta?$select=${tracked}`);

  expect(first.items).toHaveLength(326);
  expect(new Set(first.items.map(({ id }) => id)).size).toBe(326);
  expect(first.pages).toBe(4);
  expect(first.items[0]).toMatchObject({ "manager@delta": [{ id: tenant.state.person("maria").id }] });
  expect((await round(tenant, first.deltaLink)).items).toEqual([]);
});

test("only what is selected is tracked, and each person comes once, as they are now", async () => {
  await using tenant = await aTenant();
  const [anna, ben] = [tenant.state.person("anna"), tenant.state.person("ben")];
  const { deltaLink } = await round(tenant, "users/delta?$select=id,accountEnabled");

  await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: false });
  await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: true });
  await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: false });
  await tenant.graph("POST", `users/${ben.id}/revokeSignInSessions`, {});
  const second = await round(tenant, deltaLink);

  expect(second.items).toEqual([{ id: anna.id, accountEnabled: false }]);
  expect((await round(tenant, second.deltaLink)).items).toEqual([]);
  expect((await round(tenant, deltaLink)).items, "an old token is good for the same again").toEqual(second.items);
});

test("R-07: deletion, restore and purge as 5.6 has them", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  const start = await round(tenant, `users/delta?$select=${tracked}`);

  await tenant.graph("DELETE", `users/${id}`);
  const deleted = await round(tenant, start.deltaLink);
  await tenant.graph("POST", `directory/deletedItems/${id}/restore`, {});
  const restored = await round(tenant, deleted.deltaLink);
  await tenant.graph("DELETE", `users/${id}`);
  const again = await round(tenant, restored.deltaLink);
  await tenant.graph("DELETE", `directory/deletedItems/${id}`);
  const purged = await round(tenant, again.deltaLink);

  expect(deleted.items).toEqual([{ id, "@removed": { reason: "changed" } }]);
  expect(restored.items).toMatchObject([{ id, accountEnabled: true }]);
  expect(restored.items[0]).not.toHaveProperty("@removed");
  expect(purged.items).toEqual([{ id, "@removed": { reason: "deleted" } }]);
});

test("$deltatoken=latest begins now, $filter takes ids, and Prefer shows what changed alone", async () => {
  await using tenant = await aTenant();
  const [anna, ben] = [tenant.state.person("anna"), tenant.state.person("ben")];
  const latest = await round(tenant, `users/delta?$select=${tracked}&$deltaToken=latest`);
  const some = await round(
    tenant,
    `users/delta?$select=id,displayName&$filter=id eq '${ben.id}' or id eq '${anna.id}'`,
  );
  for (const { id } of [anna, ben, tenant.state.person("clara")]) {
    await tenant.graph("PATCH", `users/${id}`, { displayName: "Somebody", accountEnabled: false });
  }

  expect(latest.items).toEqual([]);
  expect(some.items).toHaveLength(2);
  expect((await round(tenant, latest.deltaLink)).items).toHaveLength(3);
  expect((await round(tenant, some.deltaLink)).items).toHaveLength(2);
  const minimal = await round(tenant, latest.deltaLink, { prefer: "return=minimal" });
  expect(minimal.items[0]).toEqual({ id: anna.id, accountEnabled: false });
});

test("a change of manager is tracked", async () => {
  await using tenant = await aTenant();
  const [anna, petra] = [tenant.state.person("anna"), tenant.state.person("petra")];
  const { deltaLink } = await round(tenant, `users/delta?$select=${tracked}`);

  const body = { "@odata.id": `${tenant.url}/v1.0/users/${petra.id}` };
  expect((await tenant.graph("PUT", `users/${anna.id}/manager/$ref`, body)).status).toBe(204);

  expect((await round(tenant, deltaLink)).items).toMatchObject([{ id: anna.id, "manager@delta": [{ id: petra.id }] }]);
});

test("RULE 11: a token ends after seven days with 410 and the address to start afresh", async () => {
  await using tenant = await aTenant();
  const { deltaLink } = await round(tenant, `users/delta?$select=${tracked}`);
  await clock.advance(7 * dayMs);

  const expired = await tenant.graph("GET", deltaLink);
  const afresh = await round(tenant, expired.headers.get("location") ?? "");

  expect(expired).toMatchObject({ status: 410, body: errorOf("syncStateNotFound") });
  expect(afresh.items).toHaveLength(26);
  expect(afresh.items[0]).toHaveProperty("manager@delta");
});

test("a change that lags is seen later, and not lost", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  const { deltaLink } = await round(tenant, "users/delta?$select=id,accountEnabled");
  tenant.faults.lag("delta", 300_000);

  await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: false });
  const early = await round(tenant, deltaLink);
  await clock.advance(300_000);
  const late = await round(tenant, early.deltaLink);

  expect(early.items).toEqual([]);
  expect(late.items).toEqual([{ id: anna.id, accountEnabled: false }]);
});

test("nobody is missed who changes while the first round is read", async () => {
  await using tenant = await aTenant({ people: 150 });
  const start = await tenant.graph("GET", "users/delta?$select=id,accountEnabled");
  const { id } = tenant.state.person("anna");
  setAccountEnabled(tenant.state, tenant.state.person("anna"), false, "hand");
  await tenant.graph("DELETE", `users/${tenant.state.person("ben").id}`);

  const rest = await round(tenant, collection(start)["@odata.nextLink"] ?? "");
  const second = await round(tenant, rest.deltaLink);

  expect(rest.items).toHaveLength(76);
  expect(second.items).toMatchObject([{ id, accountEnabled: false }, { "@removed": { reason: "changed" } }]);
});

test.each(["$top=5", "$expand=manager", "$orderby=displayName", "$deltatoken=nonsense", "$select=noSuchProperty"])(
  "%s is refused",
  async (option) => {
    await using tenant = await aTenant(unrecorded);
    expect((await tenant.graph("GET", `users/delta?${option}`)).status).toBe(400);
  },
);

import { expect, test } from "vitest";
import { aTenant, clock, collection, credentialFor, errorOf, request, unrecorded } from "./a-tenant.ts";

test("devices are listed, disabled once, and refused when Active Directory masters them", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  const [laptop] = anna.deviceIds;
  const [hybrid] = tenant.state.person("erik").deviceIds;

  const registered = await tenant.graph(
    "GET",
    `users/${anna.id}/registeredDevices?$select=id,accountEnabled,trustType`,
  );
  const owned = await tenant.graph("GET", `users/${anna.id}/ownedDevices`);
  const disabled = await tenant.graph("PATCH", `devices/${laptop}`, { accountEnabled: false });
  await tenant.graph("PATCH", `devices/${laptop}`, { accountEnabled: false });
  const shown = await tenant.graph("GET", `devices/${laptop}?$select=accountEnabled`);
  const refused = await tenant.graph("PATCH", `devices/${hybrid}`, { accountEnabled: false });

  expect(registered.body).toMatchObject({ value: [{ id: laptop, trustType: "AzureAd" }, { trustType: "Workplace" }] });
  expect(owned.body).toMatchObject({ value: [{ id: laptop }, {}] });
  expect(disabled.status).toBe(204);
  expect(shown.body).toMatchObject({ accountEnabled: false });
  expect(refused).toMatchObject({ status: 400, body: errorOf("Request_BadRequest") });
  expect(tenant.effectCounts()).toEqual({ [`${laptop}`]: { "disable-device": 1 } });
});

test("the sign-in log is filtered by person, time and success, and may lag", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  tenant.state.signIn("anna");
  await clock.advance(60_000);
  const since = new Date().toISOString();
  tenant.state.signIn("anna");
  tenant.state.signIn("anna", 50126);
  tenant.state.signIn("ben");
  const path = `auditLogs/signIns?$filter=userId eq '${id}' and createdDateTime ge ${since.slice(0, 19)}Z and status/errorCode eq 0`;

  expect((await tenant.graph("GET", path)).body).toMatchObject({ value: [{ userId: id, status: { errorCode: 0 } }] });
  tenant.faults.lag("signIns", 120_000);
  expect((await tenant.graph("GET", path)).body).toMatchObject({ value: [] });
});

test("group memberships come in pages, with roles", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  const { token } = await credentialFor(tenant).getToken("https://graph.microsoft.com/.default");

  const first = await tenant.graph("GET", `users/${anna.id}/memberOf?$select=id&$top=999`);
  const next = linkIn(first.body);
  const second = await request(next, { headers: { authorization: `Bearer ${token}` } });
  const roles = await tenant.graph("GET", `users/${tenant.state.person("ivan").id}/memberOf`);

  expect(first.body).toMatchObject({ value: [{}, {}, {}, {}] });
  expect(second.body).toMatchObject({ value: [{ id: anna.groupIds[4] }, { id: anna.groupIds[5] }] });
  expect(collection(roles).value.map((object) => object["@odata.type"])).toContain("#microsoft.graph.directoryRole");
});

test("licences are listed with their plans", async () => {
  await using tenant = await aTenant();

  const reply = await tenant.graph("GET", `users/${tenant.state.person("anna").id}/licenseDetails`);

  expect(reply.body).toMatchObject({ value: [{ skuPartNumber: "ENTERPRISEPACK" }, { skuPartNumber: "SPE_E5" }] });
});

test("a batch answers part by part, and what depends on a failure is not tried", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  const headers = { "Content-Type": "application/json" };
  tenant.faults.add({ match: { path: /manager/ }, action: { status: 429, retryAfterSeconds: 7, when: "before" } });

  const reply = await tenant.graph("POST", "$batch", {
    requests: [
      { id: "1", method: "PATCH", url: `/users/${id}`, headers, body: { accountEnabled: false } },
      { id: "2", method: "POST", url: `/users/${id}/revokeSignInSessions`, headers, body: {}, dependsOn: ["1"] },
      { id: "3", method: "GET", url: "/users/nobody@kestrel.example" },
      { id: "5", method: "GET", url: `/users/${id}/manager` },
    ],
  });
  const serial = await tenant.graph("POST", "$batch", {
    requests: [
      { id: "3", method: "GET", url: "/users/nobody@kestrel.example" },
      { id: "4", method: "POST", url: `/users/${id}/revokeSignInSessions`, headers, body: {}, dependsOn: ["3"] },
    ],
  });

  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({
    responses: [
      { id: "5", status: 429, headers: { "Retry-After": "7" } },
      { id: "3", status: 404 },
      { id: "2", status: 200, body: { value: true } },
      { id: "1", status: 204 },
    ],
  });
  expect(serial.body).toMatchObject({
    responses: [
      { id: "4", status: 424 },
      { id: "3", status: 404 },
    ],
  });
  expect(tenant.effects().map(({ operation }) => operation)).toEqual(["block-sign-in", "revoke-sessions"]);
});

test.each([
  ["two chains", [{ id: "1" }, { id: "2", dependsOn: ["1"] }, { id: "3" }, { id: "4", dependsOn: ["3"] }]],
  ["a request that is not there", [{ id: "1", dependsOn: ["7"] }]],
  ["the same id twice", [{ id: "1" }, { id: "1" }]],
  ["more than twenty", Array.from({ length: 21 }, (_, index) => ({ id: String(index) }))],
])("2.6: a batch with %s is refused as a whole", async (_, requests) => {
  await using tenant = await aTenant(unrecorded);
  const parts = requests.map((part) => ({ method: "GET", url: "/organization", ...part }));
  expect(await tenant.graph("POST", "$batch", { requests: parts })).toMatchObject({
    status: 400,
    body: errorOf("BadRequest"),
  });
});

test("a path that no endpoint knows is refused and remembered", async () => {
  await using tenant = await aTenant(unrecorded);

  const reply = await tenant.graph("GET", "users/1/nonsense");

  expect(reply).toMatchObject({ status: 400, body: errorOf("BadRequest") });
  expect(tenant.unhandled()).toEqual(["GET /v1.0/users/1/nonsense"]);
});

function linkIn(body: unknown): string {
  return typeof body === "object" && body !== null && "@odata.nextLink" in body ? String(body["@odata.nextLink"]) : "";
}

import { Client, type PageCollection, PageIterator } from "@microsoft/microsoft-graph-client";
import { expect, test } from "vitest";
import type { Tenant } from "../../dev/tenant/tenant.ts";
import { aTenant, clock, credentialFor, errorOf, request } from "./a-tenant.ts";

test("the Azure SDK signs in for Graph, for Exchange and for the local address", async () => {
  await using tenant = await aTenant();
  const credential = credentialFor(tenant);

  for (const resource of ["https://graph.microsoft.com", "https://outlook.office365.com", tenant.url]) {
    const { token, expiresOnTimestamp } = await credential.getToken(`${resource}/.default`);
    expect(token.split(".")).toHaveLength(3);
    expect(expiresOnTimestamp - Date.now()).toBeGreaterThan(3_500_000);
  }
  expect(tenant.unhandled()).toEqual([]);
});

test("a wrong secret is refused with the service's error", async () => {
  await using tenant = await aTenant();

  await expect(credentialFor(tenant, "wrong").getToken("https://graph.microsoft.com/.default")).rejects.toThrow(
    "AADSTS7000215",
  );
  expect(tenant.requests().at(-1)).toMatchObject({ status: 401 });
});

test("a call without, with a forged, or with another service's token is refused", async () => {
  await using tenant = await aTenant();
  const url = `${tenant.url}/v1.0/users/${tenant.state.person("anna").id}`;
  const exchange = await credentialFor(tenant).getToken("https://outlook.office365.com/.default");

  for (const authorization of ["", "Bearer a.b.c", `Bearer ${exchange.token}`]) {
    const reply = await request(url, { headers: { authorization } });
    expect(reply).toMatchObject({ status: 401, body: errorOf("InvalidAuthenticationToken") });
  }
});

test("a token ends after an hour of virtual time", async () => {
  await using tenant = await aTenant();
  const url = `${tenant.url}/v1.0/users/${tenant.state.person("anna").id}`;
  const { token } = await credentialFor(tenant).getToken("https://graph.microsoft.com/.default");
  const headers = { authorization: `Bearer ${token}` };
  expect((await request(url, { headers })).status).toBe(200);

  await clock.advance(3_601_000);

  expect(await request(url, { headers })).toMatchObject({ status: 401, body: errorOf("InvalidAuthenticationToken") });
  // The SDK sees the same clock and gets a new token by itself.
  expect((await tenant.graph("GET", `users/${tenant.state.person("anna").id}`)).status).toBe(200);
});

test("a permission that was not granted is missing", async () => {
  await using tenant = await aTenant({ grantedPermissions: ["User.Read.All", "User.EnableDisableAccount.All"] });
  const { id } = tenant.state.person("anna");

  expect((await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false })).status).toBe(204);
  const refused = [
    await tenant.graph("PATCH", `users/${id}`, { passwordProfile: { password: "Xy7-Xy7-Xy7-Xy7" } }),
    await tenant.graph("POST", `users/${id}/revokeSignInSessions`),
    await tenant.graph("GET", `users/${id}/authentication/methods`),
  ];

  for (const reply of refused) {
    expect(reply).toMatchObject({ status: 403, body: errorOf("Authorization_RequestDenied") });
  }
  expect(tenant.effects().map(({ operation }) => operation)).toEqual(["block-sign-in"]);
});

test("the Graph SDK reads, changes and pages through the tenant", async () => {
  await using tenant = await aTenant();
  const anna = tenant.state.person("anna");
  const graph = graphClient(tenant);

  await graph.api(`/users/${anna.id}`).patch({ accountEnabled: false });
  const account: unknown = await graph.api(`/users/${anna.id}`).select("id,accountEnabled").expand("manager").get();
  const ids: string[] = [];
  const first: PageCollection = await graph.api(`/users/${anna.id}/memberOf`).select("id").top(999).get();
  await new PageIterator(graph, first, ({ id }: { id: string }) => ids.push(id) > 0).iterate();
  const missing = graph.api("/users/nobody@kestrel.example").get();

  expect(account).toMatchObject({ accountEnabled: false, manager: { displayName: "Maria Keller" } });
  expect(ids).toEqual(anna.groupIds);
  await expect(missing).rejects.toMatchObject({ statusCode: 404, code: "Request_ResourceNotFound" });
});

function graphClient(tenant: Tenant): Client {
  const credential = credentialFor(tenant);
  return Client.initWithMiddleware({
    baseUrl: tenant.url,
    customHosts: new Set(["localhost"]),
    authProvider: {
      getAccessToken: async () => (await credential.getToken("https://graph.microsoft.com/.default")).token,
    },
  });
}

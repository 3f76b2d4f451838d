import { createHash, sign, X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientCertificateCredential } from "@azure/identity";
import { generate } from "selfsigned";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { aTenant, clock, credentialFor, dayMs, errorOf, request } from "./a-tenant.ts";

const graph = "https://graph.microsoft.com/.default";
const sharepoint = "https://kestrel-admin.sharepoint.com/.default";
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "application-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A new key pair, as a file that the SDK reads and as the certificate alone. */
async function aCertificate(name: string) {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], { keySize: 2048 });
  const file = join(folder, `${name}.pem`);
  await writeFile(file, `${key}\n${cert}`);
  return { cert, key, file };
}

function withCertificate(tenant: { url: string; tenantId: string; clientId: string }, certificatePath: string) {
  const options = { authorityHost: tenant.url, disableInstanceDiscovery: true };
  return new ClientCertificateCredential(tenant.tenantId, tenant.clientId, { certificatePath }, options);
}

test("2.2: the Azure SDK signs in with a certificate, and SharePoint takes no token that was got with a secret", async () => {
  const { cert, file } = await aCertificate("leaver");
  await using tenant = await aTenant({ certificates: [cert] });

  for (const scope of [graph, sharepoint]) {
    expect((await withCertificate(tenant, file).getToken(scope)).token.split(".")).toHaveLength(3);
  }
  expect(claimsOf((await withCertificate(tenant, file).getToken(sharepoint)).token)).toMatchObject({ appidacr: "2" });
  const { token } = await credentialFor(tenant).getToken(sharepoint);
  expect(claimsOf(token)).toMatchObject({ appidacr: "1" });
  const reply = await request(`${tenant.url}/sharepoint-admin/_api/web/lists/any/items`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(reply).toMatchObject({ status: 401, body: { error_description: "Unsupported app only token." } });
});

test("a certificate that is not registered, or not any more, is refused", async () => {
  const [known, unknown] = [await aCertificate("known"), await aCertificate("unknown")];
  await using tenant = await aTenant({ certificates: [known.cert] });

  await expect(withCertificate(tenant, unknown.file).getToken(graph)).rejects.toThrow("AADSTS700027");
  tenant.application.removeCertificate(known.cert);
  await expect(withCertificate(tenant, known.file).getToken(graph)).rejects.toThrow("AADSTS700027");
});

test("an assertion is worth nothing without the key of its certificate, out of its time, or for another place", async () => {
  const [known, other] = [await aCertificate("mine"), await aCertificate("theirs")];
  await using tenant = await aTenant({ certificates: [known.cert] });
  const audience = `${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`;
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: audience, iss: tenant.clientId, sub: tenant.clientId, nbf: now, exp: now + 600 };
  const numberFor = async (changes: object, key = known.key) => {
    const form = new URLSearchParams({
      client_id: tenant.clientId,
      grant_type: "client_credentials",
      scope: graph,
      client_assertion: assertion({ ...claims, ...changes }, known.cert, key),
    });
    const { status, body } = await request(audience, { method: "POST", body: form });
    return status === 200 ? 200 : z.object({ error_codes: z.array(z.number()) }).parse(body).error_codes[0];
  };

  expect(await numberFor({})).toBe(200);
  expect(await numberFor({}, other.key)).toBe(700027);
  expect(await numberFor({ exp: now - 600 })).toBe(700024);
  expect(await numberFor({ nbf: now + 600 })).toBe(700024);
  expect(await numberFor({ aud: "https://login.example/token" })).toBe(700023);
  expect(await numberFor({ sub: "somebody-else" })).toBe(700021);
});

test("a secret that has expired or was taken away is told from one that works", async () => {
  await using tenant = await aTenant();
  tenant.application.addSecret("a-second-secret", Date.now() + dayMs);
  const first = await credentialFor(tenant, "a-second-secret").getToken(graph);
  await clock.advance(2 * dayMs);

  await expect(credentialFor(tenant, "a-second-secret").getToken(graph)).rejects.toThrow("AADSTS7000222");
  tenant.application.revokeSecret("a-second-secret");
  await expect(credentialFor(tenant, "a-second-secret").getToken(graph)).rejects.toThrow("AADSTS7000215");
  expect(first.token).not.toBe("");
  expect((await credentialFor(tenant).getToken(graph)).token).not.toBe("");
});

test("a revoked secret ends no token that was issued before", async () => {
  await using tenant = await aTenant();
  const { token } = await credentialFor(tenant).getToken(graph);
  tenant.application.revokeSecret(tenant.clientSecret);

  const reply = await request(`${tenant.url}/v1.0/users?$top=1`, { headers: { authorization: `Bearer ${token}` } });

  expect(reply.status).toBe(200);
});

test.each([
  ["another tenant", { tenant: "00000000-0000-4000-8000-000000000000" }, 400, 90002],
  ["another application", { client_id: "00000000-0000-4000-8000-000000000000" }, 400, 700016],
  ["another grant", { grant_type: "password" }, 400, 70003],
  ["a scope without .default", { scope: "https://graph.microsoft.com/User.Read.All" }, 400, 1002012],
  ["a service that does not exist", { scope: "https://nothing.example/.default" }, 400, 500011],
  ["no proof at all", { client_secret: undefined }, 401, 7000216],
  ["an assertion that is none", { client_secret: undefined, client_assertion: "a.b.c" }, 401, 50027],
])("a request with %s is refused as by the service", async (_, changes, status, number) => {
  await using tenant = await aTenant();
  const { tenant: tenantId = tenant.tenantId, ...fields }: Record<string, string | undefined> = {
    client_id: tenant.clientId,
    client_secret: tenant.clientSecret,
    grant_type: "client_credentials",
    scope: graph,
    ...changes,
  };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);

  const reply = await request(`${tenant.url}/${tenantId}/oauth2/v2.0/token`, { method: "POST", body: form });

  expect(reply).toMatchObject({ status, body: { error_codes: [number], error: expect.any(String) } });
});

test("an application that is switched off gets no token, and what it was granted is in the next one only", async () => {
  await using tenant = await aTenant();
  const { token } = await credentialFor(tenant).getToken(graph);
  tenant.application.graphPermissions = ["User.Read.All"];
  expect(claimsOf(token)).not.toMatchObject({ roles: ["User.Read.All"] });
  expect(claimsOf((await credentialFor(tenant).getToken(graph)).token)).toMatchObject({ roles: ["User.Read.All"] });

  tenant.application.enabled = false;
  await expect(credentialFor(tenant).getToken(graph)).rejects.toThrow("AADSTS7000112");
});

test("a token carries the permissions of its own service", async () => {
  await using tenant = await aTenant();
  const { token } = await credentialFor(tenant).getToken("https://outlook.office365.com/.default");

  expect(claimsOf(token)).toMatchObject({ aud: "https://outlook.office365.com", roles: ["Exchange.ManageAsApp"] });
  const reply = await request(`${tenant.url}/v1.0/users?$top=1`, { headers: { authorization: `Bearer ${token}` } });
  expect(reply).toMatchObject({ status: 401, body: errorOf("InvalidAuthenticationToken") });
});

/** RS256 with the SHA-256 of the certificate, as RFC 7523 has it. */
function assertion(claims: object, cert: string, key: string): string {
  const thumbprint = createHash("sha256").update(new X509Certificate(cert).raw).digest("base64url");
  const parts = [{ alg: "RS256", typ: "JWT", "x5t#S256": thumbprint }, claims];
  const content = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}

function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

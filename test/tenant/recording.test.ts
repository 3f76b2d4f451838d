import { expect, test } from "vitest";
import type { RecordedExchange } from "../../dev/tenant/http/recording.ts";
import { aTenant, credentialFor } from "./a-tenant.ts";

test("a recording names the worldwide cloud and holds no secret", async () => {
  const recording: RecordedExchange[] = [];
  await using tenant = await aTenant({ record: (exchange) => recording.push(exchange) });
  const { id } = tenant.state.person("anna");
  const password = "a-Long-Enough-Passw0rd!";
  const { token } = await credentialFor(tenant).getToken("https://graph.microsoft.com/.default");

  await tenant.graph("GET", `users/${id}/memberOf`);
  await tenant.graph("PATCH", `users/${id}`, { passwordProfile: { password } });
  await tenant.exchange("Get-CASMailbox", { Identity: id });
  tenant.faults.add({ match: {}, action: { cut: "before" } });
  await tenant.graph("GET", `users/${id}`).catch(() => undefined);

  const text = JSON.stringify(recording);
  for (const secret of [password, token, tenant.clientSecret, tenant.url]) expect(text).not.toContain(secret);
  expect(new Set(recording.map(({ url }) => new URL(url).host))).toEqual(
    new Set(["login.microsoftonline.com", "graph.microsoft.com", "outlook.office365.com"]),
  );
  expect(recording).toContainEqual(
    expect.objectContaining({
      method: "PATCH",
      url: `https://graph.microsoft.com/v1.0/users/${id}`,
      headers: expect.objectContaining({ authorization: "***" }),
      body: { passwordProfile: { password: "***" } },
      status: 204,
      responseBody: null,
    }),
  );
  expect(recording.at(-1)).not.toHaveProperty("status");
});

import { expect, test } from "vitest";
import { methodKinds } from "../../dev/tenant/sign-in-methods.ts";
import { aTenant, errorOf, type TestTenant } from "./a-tenant.ts";

const authenticator = "microsoftAuthenticatorMethods";

async function listed(tenant: TestTenant, key: string): Promise<unknown> {
  return (await tenant.graph("GET", `users/${tenant.state.person(key).id}/authentication/methods`)).body;
}

function remove(tenant: TestTenant, key: string, segment: string, type: string) {
  const method = tenant.state.person(key).methods.find((candidate) => candidate.type.startsWith(type));
  return tenant.graph("DELETE", `users/${tenant.state.person(key).id}/authentication/${segment}/${method?.id}`);
}

test("the default method can only be deleted last", async () => {
  await using tenant = await aTenant();

  const early = await remove(tenant, "anna", authenticator, "microsoft");
  const others = [
    await remove(tenant, "anna", "phoneMethods", "phone"),
    await remove(tenant, "anna", "fido2Methods", "fido2"),
  ];
  const last = await remove(tenant, "anna", authenticator, "microsoft");

  expect(early).toMatchObject({ status: 400, body: errorOf("badRequest") });
  expect(early.body).toMatchObject({
    error: { message: expect.stringContaining("Cannot delete default method with other methods configured.") },
  });
  expect([...others, last].map(({ status }) => status)).toEqual([204, 204, 204]);
  expect(await listed(tenant, "anna")).toMatchObject({
    value: [{ "@odata.type": "#microsoft.graph.passwordAuthenticationMethod" }],
  });
  expect(tenant.effects()).toHaveLength(3);
});

test("a method that is gone, or of another kind, is not found", async () => {
  await using tenant = await aTenant();
  const { id, methods } = tenant.state.person("anna");
  const phone = methods.find(({ type }) => type.startsWith("phone"));
  const path = `users/${id}/authentication/phoneMethods/${phone?.id}`;
  await tenant.graph("DELETE", path);

  const again = await tenant.graph("DELETE", path);
  const asEmail = await tenant.graph("DELETE", `users/${id}/authentication/emailMethods/${phone?.id}`);

  for (const reply of [again, asEmail]) {
    expect(reply).toMatchObject({ status: 404, body: errorOf("Request_ResourceNotFound") });
  }
  expect(tenant.effectCounts()).toEqual({ [`${id}/${phone?.id}`]: { "delete-authentication-method": 1 } });
});

test("whoever was locked out by hand has only the password left", async () => {
  await using tenant = await aTenant();

  expect(await listed(tenant, "hanna")).toMatchObject({
    value: [{ "@odata.type": expect.stringMatching(/password/) }],
  });
  expect(tenant.state.signIn("hanna").errorCode).toBe(50057);
});

test("every kind is somebody's in the demo, and each is deleted with its own permission only", async () => {
  const stories = ["anna", "ben", "clara", "george", "julia"];
  const removable = Object.values(methodKinds);
  await using tenant = await aTenant();
  const theirs = stories.flatMap((key) => tenant.state.person(key).methods.map(({ type }) => type));
  expect(new Set(theirs)).toEqual(new Set(["passwordAuthenticationMethod", ...removable.map(({ type }) => type)]));

  for (const { permission, segment } of removable) {
    await using narrow = await aTenant({ grantedPermissions: [permission] });
    const tried = removable.map(({ segment: other }) =>
      narrow.graph("DELETE", `users/${narrow.state.person("anna").id}/authentication/${other}/none`),
    );
    const letIn = (await Promise.all(tried)).map(({ status }, place) =>
      status === 404 ? removable[place]?.segment : [],
    );
    expect(letIn.flat(), permission).toEqual([segment]);
  }
});

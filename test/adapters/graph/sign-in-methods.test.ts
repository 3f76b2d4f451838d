import { expect, test } from "vitest";
import { removeSignInMethods } from "../../../functions/steps/lockout/remove-sign-in-methods.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { removableSignInMethods } from "../../../shared/domain/removable-sign-in-methods.ts";
import { localTenant } from "./local-tenant.ts";

test("every kind of sign-in method is removed with the permissions that the step names", async () => {
  const { directory, idOf, tenant } = await localTenant({ grantedPermissions: removeSignInMethods.permissions });
  const types = new Set<string>();

  for (const who of ["anna", "ben", "clara", "george", "julia"]) {
    const defaultLast = [...(await directory.signInMethods(idOf(who)))].reverse();
    for (const method of defaultLast) {
      types.add(method.type);
      expect(await directory.removeSignInMethod(idOf(who), method), method.type).toBe("removed");
    }
    expect(await directory.signInMethods(idOf(who))).toEqual([]);
  }

  expect([...types].toSorted()).toEqual(removableSignInMethods.map(({ type }) => type).toSorted());
  await tenant.close();
});

test("where a permission is missing, the instruction names the narrow one", async () => {
  const { directory, idOf, tenant } = await localTenant({
    grantedPermissions: removeSignInMethods.permissions.filter((permission) => !permission.includes("Email")),
  });
  const email = (await directory.signInMethods(idOf("ben"))).find(({ type }) => type === "emailAuthenticationMethod");

  const removing = directory.removeSignInMethod(idOf("ben"), email ?? { id: "", type: "" });

  await expect(removing).rejects.toBeInstanceOf(NeedsPersonError);
  await expect(removing).rejects.toThrow("UserAuthMethod-Email.ReadWrite.All");
  await tenant.close();
});

import { expect, test } from "vitest";
import { endEligibility } from "../../../dev/tenant/roles/changes.ts";
import { removeAdminRoles } from "../../../functions/steps/lockout/remove-admin-roles.ts";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { allPermissions } from "../../../shared/domain/step.ts";
import { localTenant } from "./local-tenant.ts";

const remove = removeAdminRoles.permissionsByChoice.find(({ when }) => when.includes("remove"));
const granted = [...removeAdminRoles.permissions, ...(remove?.permissions ?? [])];

test("everything that ivan holds is seen, removed and given back, with the permissions that the choice names", async () => {
  const { adminRoles, idOf, tenant } = await localTenant({ grantedPermissions: granted });
  const ivan = idOf("ivan");
  const held = await adminRoles.heldBy(ivan);
  expect(held).toMatchObject({
    active: [{ kind: "direct", scopeId: "/" }],
    eligible: [{ scopeId: "/" }],
    groups: [{ as: "member" }],
    inherited: 1,
    schedules: true,
  });

  for (const again of [1, 2]) {
    for (const role of held.eligible) await adminRoles.removeEligible(ivan, role, `test ${again}`);
    for (const group of held.groups) await adminRoles.leaveGroup(ivan, group);
    for (const role of held.active) await adminRoles.removeActive(ivan, role, `test ${again}`);
  }
  expect(await adminRoles.heldBy(ivan)).toMatchObject({ active: [], eligible: [], groups: [], inherited: 0 });

  for (const again of [1, 2]) {
    for (const role of held.eligible) await adminRoles.giveEligible(ivan, role, `back ${again}`);
    for (const group of held.groups) await adminRoles.joinGroup(ivan, group);
    for (const role of held.active) await adminRoles.giveActive(ivan, role, `back ${again}`);
  }
  const { active: _, ...rest } = held;
  expect(await adminRoles.heldBy(ivan)).toMatchObject(rest);
  expect((await adminRoles.heldBy(ivan)).active).toHaveLength(1);
  await tenant.close();
});

test("the choice to leave roles to a person reads them with read permissions alone", async () => {
  const person = removeAdminRoles.permissionsByChoice.find(({ when }) => when.includes("person"));
  const grantedPermissions = [...removeAdminRoles.permissions, ...(person?.permissions ?? [])];
  const { adminRoles, idOf, tenant } = await localTenant({ grantedPermissions });

  expect((await adminRoles.heldBy(idOf("ivan"))).active).toHaveLength(1);
  expect(allPermissions(removeAdminRoles)).toEqual(expect.arrayContaining([...grantedPermissions, ...granted]));
  await tenant.close();
});

test("an active role that PIM does not know is removed as an assignment", async () => {
  const { adminRoles, idOf, tenant } = await localTenant();
  const ivan = idOf("ivan");
  const { active } = await adminRoles.heldBy(ivan);
  tenant.faults.add({
    match: { path: /roleAssignmentScheduleInstances/ },
    action: { status: 503, when: "before" },
    times: 2,
  });
  await expect(adminRoles.heldBy(ivan)).rejects.toBeInstanceOf(TryLaterError);

  for (const role of active) await adminRoles.removeActive(ivan, { ...role, kind: "direct" }, "test");

  expect((await adminRoles.heldBy(ivan)).active).toEqual([]);
  expect(tenant.requests().some(({ method, path }) => method === "DELETE" && path.includes("roleAssignments/"))).toBe(
    true,
  );
  await tenant.close();
});

test("a membership never goes without /$ref, which would delete the person (m365-operations 10.3)", async () => {
  const { adminRoles, idOf, tenant } = await localTenant();
  const ivan = idOf("ivan");
  const { groups } = await adminRoles.heldBy(ivan);

  for (const group of groups) await adminRoles.leaveGroup(ivan, group);

  const deletions = tenant.requests().filter(({ method }) => method === "DELETE");
  expect(deletions.map(({ path }) => path)).toEqual([expect.stringMatching(/\/members\/[^/]+\/\$ref$/)]);
  await tenant.close();
});

test("the refusal to remove the last Global Administrator is for a person", async () => {
  const { adminRoles, idOf, tenant } = await localTenant();
  const oskar = idOf("oskar");
  const { active } = await adminRoles.heldBy(oskar);
  expect(await adminRoles.otherGlobalAdministrators(oskar)).toBe(0);
  expect(await adminRoles.otherGlobalAdministrators(idOf("anna"))).toBe(1);

  for (const role of active) {
    await expect(adminRoles.removeActive(oskar, role, "test")).rejects.toBeInstanceOf(NeedsPersonError);
  }
  await tenant.close();
});

test("an eligibility that somebody else ended counts as ended", async () => {
  const { adminRoles, idOf, tenant } = await localTenant();
  const ivan = idOf("ivan");
  const { eligible } = await adminRoles.heldBy(ivan);
  const person = tenant.state.person("ivan");
  for (const one of tenant.state.roles.eligibilitiesOf(ivan)) endEligibility(tenant.state, person, one, "hand");

  for (const role of eligible) await adminRoles.removeEligible(ivan, role, "test");

  expect(tenant.effects().filter(({ by }) => by === undefined)).toEqual([]);
  await tenant.close();
});

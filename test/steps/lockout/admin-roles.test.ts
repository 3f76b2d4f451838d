import { describe, expect, test } from "vitest";
import { setMember, setOwner } from "../../../dev/tenant/groups/changes.ts";
import { guidOf } from "../../../dev/tenant/ids.ts";
import type { Person } from "../../../dev/tenant/model.ts";
import { assignRole, endEligibility, makeEligible, removeRole } from "../../../dev/tenant/roles/changes.ts";
import { roleDefinitionId } from "../../../dev/tenant/roles/role-definitions.ts";
import type { Tenant } from "../../../dev/tenant/tenant.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { clock } from "../../product/virtual-time.ts";

const begin = aProduct();
const step = "remove-admin-roles";
const remove = { adminRoles: "remove" } as const;
const minute = 60_000;
const helpdesk = guidOf("group/helpdesk");
const tenantWide = (name: string) => ({ roleDefinitionId: roleDefinitionId(name), directoryScopeId: "/" });

/** A person, in the privileged path of their own case. */
async function at(product: Product, who: string, settings: object = remove) {
  return await product.leaver(who).at(step, settings);
}

/** Everything that makes somebody an administrator, without the ids that a new assignment changes. */
function powers({ state }: Tenant, person: Person) {
  const group = state.groups.find(helpdesk);
  return {
    active: person.roles.map(({ id: _, ...role }) => role),
    eligible: state.roles.eligibilitiesOf(person.id).map(({ id: _, ...role }) => role),
    member: person.groupIds.includes(helpdesk),
    owner: group !== undefined && state.groups.owners(group).includes(person.id),
  };
}

/** Somebody takes everything away in the Entra admin center. */
function stripByHand({ state }: Tenant, person: Person): void {
  for (const role of person.roles) removeRole(state, person, role, "hand");
  for (const one of state.roles.eligibilitiesOf(person.id)) endEligibility(state, person, one, "hand");
  const group = state.groups.find(helpdesk);
  if (group !== undefined) setMember(state, person, group, false, "hand");
}

describe("the policy leaves the roles to a person", () => {
  test("R-19: ivan's case says which roles and groups to remove, by id, and nothing is written", async () => {
    const product = await begin();
    const ivan = await at(product, "ivan", { adminRoles: "person" });

    await product.run(step);

    const { state, because = "" } = await ivan.step(step);
    expect(state).toBe("parked");
    expect(because).toMatch(/remove 1 active .*remove 1 eligible .*leave 1 role-assignable groups .*resume \(R-19\)$/);
    for (const id of [...["Exchange Administrator", "User Administrator"].map(roleDefinitionId), helpdesk]) {
      expect(because).toContain(id);
    }
    expect(product.writes()).toEqual([]);
  });

  test("R-19: what needs no role goes on meanwhile, and the role holder is never skipped in silence", async () => {
    const product = await begin();
    product.terminate("ivan");
    await product.told("ivan");

    await product.run();

    const ivan = product.leaver("ivan");
    const lacksRole = { state: "parked", because: expect.stringContaining("Privileged Authentication Administrator") };
    expect(await ivan.step("block-sign-in")).toMatchObject(lacksRole);
    expect(await ivan.states()).toMatchObject({ [step]: "parked", "block-mail-protocols": "done" });
    expect(ivan.effects()).not.toContain("revoke-sessions");
    expect(await ivan.events()).toContain("case.parked");
  });

  test("R-19: the roles removed by hand and the case resumed, the lockout completes", async () => {
    const product = await begin();
    product.terminate("ivan");
    await product.told("ivan");
    await product.run();
    const ivan = product.leaver("ivan");

    stripByHand(product.tenant, ivan.person);
    await ivan.resume();
    await product.run();

    expect(await ivan.record()).toMatchObject({ status: "done", lockedOutAt: expect.any(String) });
    expect(ivan.effects()).not.toContain("remove-directory-role");
    expect(await ivan.faults()).toEqual([]);
  });
});

describe("the policy lets Leaver remove the roles", () => {
  test("R-19: eligible before active, groups between, all before the account is disabled, each once", async () => {
    const product = await begin({ policy: { defaults: remove } });
    product.terminate("ivan");
    await product.told("ivan");

    await product.run();

    const ivan = product.leaver("ivan");
    const path = ["end-eligibility", "leave-group", "remove-directory-role", "block-sign-in"];
    expect(ivan.effects().slice(0, path.length)).toEqual(path);
    expect(powers(product.tenant, ivan.person)).toEqual({ active: [], eligible: [], member: false, owner: false });
    expect(await ivan.record()).toMatchObject({ status: "done", lockedOutAt: expect.any(String) });
    expect(await ivan.faults()).toEqual([]);
  });

  test("somebody without any role: unchanged after one look", async () => {
    const product = await begin();
    const anna = await at(product, "anna");

    await product.run(step);

    expect((await anna.step(step)).state).toBe("unchanged");
    expect(product.writes()).toEqual([]);
  });

  test("R-19: only an owner of a role-assignable group is on the privileged path as well", async () => {
    const product = await begin();
    const anna = await at(product, "anna");
    const { state } = product.tenant;
    const group = state.groups.find(helpdesk);
    if (group === undefined) throw new Error("The company has no such group");
    for (const who of ["anna", "maria"]) setOwner(state, state.person(who), group, true, "hand");

    await product.run(step);

    expect(anna.effects()).toEqual(["remove-group-owner"]);
    expect(await anna.step(step)).toMatchObject({ state: "done", before: { groups: [{ id: helpdesk, as: "owner" }] } });
  });

  test("without Microsoft Entra ID P2 there are no schedules: the direct assignment goes, and the evidence says so", async () => {
    const product = await begin();
    const anna = await at(product, "anna");
    product.tenant.state.roles.premium = false;
    assignRole(product.tenant.state, anna.person, tenantWide("Security Reader"), { by: "hand" });

    await product.run(step);

    expect(anna.effects()).toEqual(["remove-directory-role"]);
    expect(product.writes()).toEqual([expect.stringMatching(/^DELETE .*roleAssignments\//)]);
    expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { schedules: false, active: [] } });
  });

  test("a role that was activated for some hours goes with its eligibility", async () => {
    const product = await begin();
    const anna = await at(product, "anna");
    const { state } = product.tenant;
    makeEligible(state, anna.person, tenantWide("Global Reader"), { by: "hand" });
    const endsAt = Date.now() + 3_600_000;
    assignRole(state, anna.person, tenantWide("Global Reader"), { activated: true, endsAt, by: "hand" });

    await product.run(step);

    expect(anna.effects()).toEqual(["end-eligibility", "remove-directory-role"]);
    expect(await anna.step(step)).toMatchObject({ state: "done", before: { active: [{ kind: "activated" }] } });
  });

  test("a role in an administrative unit is removed there, and not in the whole tenant", async () => {
    const product = await begin();
    const anna = await at(product, "anna");
    const unit = `/administrativeUnits/${guidOf("unit/dublin")}`;
    const scope = { ...tenantWide("User Administrator"), directoryScopeId: unit };
    assignRole(product.tenant.state, anna.person, scope, { by: "hand" });

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "done", before: { active: [{ scopeId: unit }] } });
    expect(anna.person.roles).toEqual([]);
  });

  test("R-10: the only Global Administrator is not taken away, before any role goes", async () => {
    const product = await begin();
    const oskar = await at(product, "oskar");

    await product.run(step);

    expect(await oskar.step(step)).toMatchObject({
      state: "parked",
      because: expect.stringMatching(/only Global Administrator.*resume \(R-10\)/),
    });
    expect(product.writes()).toEqual([]);
  });

  test("R-10: with another Global Administrator the role goes", async () => {
    const product = await begin();
    const oskar = await at(product, "oskar");
    const { state } = product.tenant;
    assignRole(state, state.person("petra"), tenantWide("Global Administrator"), { by: "hand" });

    await product.run(step);

    expect(oskar.effects()).toEqual(["remove-directory-role"]);
    expect((await oskar.step(step)).state).toBe("done");
  });
});

describe("the service is slow, or says nothing", () => {
  test.each(["roleAssignments", "roleEligibilities", "memberOf"])(
    "P4: not done before the reads of %s show it, and nothing is made twice",
    async (property) => {
      const product = await begin();
      const ivan = await at(product, "ivan");
      product.tenant.faults.lag(property, 3 * minute);

      await product.run(step);
      expect(await ivan.step(step)).toMatchObject({ state: "waiting", because: "an administrator role is left" });
      for (let passed = 0; passed < 6; passed += 1) await product.pass(minute, step);

      expect((await ivan.step(step)).state).toBe("done");
      expect(ivan.effects()).toEqual(["end-eligibility", "leave-group", "remove-directory-role"]);
    },
  );

  test("P3: the answer to the removal was lost: looked for, and not made again", async () => {
    const product = await begin();
    const ivan = await at(product, "ivan");
    product.tenant.faults.add({ match: { path: /ScheduleRequests/ }, action: { cut: "after" }, times: 1 });

    await product.run(step);
    await product.pass(minute, step);

    expect((await ivan.step(step)).state).toBe("done");
    expect(ivan.effects()).toEqual(["end-eligibility", "leave-group", "remove-directory-role"]);
  });

  test("what somebody else removed at the same moment counts as removed", async () => {
    const product = await begin();
    const ivan = await at(product, "ivan");
    product.border.beforeCall = (call) => {
      if (call === "adminRoles.removeEligible") stripByHand(product.tenant, ivan.person);
    };

    await product.run(step);

    expect((await ivan.step(step)).state).toBe("done");
    expect(ivan.effects()).toEqual([]);
  });

  test("R-15: roles that cannot be read hold up the block of an ordinary person for ten minutes, not for a day", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    product.tenant.faults.add({ match: { path: /roleManagement/ }, action: { status: 503, when: "before" } });

    await product.run();
    const anna = product.leaver("anna");
    expect(await anna.states()).toMatchObject({ [step]: "waiting", "block-sign-in": "pending" });
    for (let passed = 0; passed < 16; passed += 1) await product.pass(minute);

    expect(await anna.states()).toMatchObject({ [step]: "parked", "block-sign-in": "done", "confirm-lockout": "done" });
  });

  test("R-19, R-71: a missing permission parks with its name, and never counts as holding no role", async () => {
    const product = await begin();
    const anna = await at(product, "anna");
    product.tenant.faults.add({
      match: { path: /roleEligibilityScheduleInstances/ },
      action: { status: 403, when: "before" },
    });

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({
      state: "parked",
      because: expect.stringContaining("RoleEligibilitySchedule.Read.Directory"),
    });
  });
});

describe("the way back", () => {
  test("R-23, R-24: undo gives back what ivan held, for as long as he would have held it", async () => {
    const product = await begin();
    const ivan = await at(product, "ivan");
    const { state } = product.tenant;
    const endsAt = Math.floor((Date.now() + 86_400_000) / 1_000) * 1_000;
    assignRole(state, ivan.person, tenantWide("Security Reader"), { endsAt, by: "hand" });
    const before = powers(product.tenant, ivan.person);
    await product.run(step);
    expect(powers(product.tenant, ivan.person)).toMatchObject({ active: [], eligible: [], member: false });

    await undo(product, "ivan", step);
    await undo(product, "ivan", step);

    const after = powers(product.tenant, ivan.person);
    expect({ ...after, active: after.active.toSorted(byRole) }).toEqual({
      ...before,
      active: before.active.toSorted(byRole),
    });
  });

  test("P10: what is kept for it are ids", async () => {
    const product = await begin();
    const ivan = await at(product, "ivan");

    await product.run(step);

    const kept = JSON.stringify(await ivan.step(step));
    const { displayName, userPrincipalName } = ivan.person;
    for (const personal of [displayName, userPrincipalName, "Helpdesk", "Exchange Administrator"]) {
      expect(kept).not.toContain(personal);
    }
  });

  test("a role that has run out meanwhile is not missed", async () => {
    const product = await begin();
    const anna = await at(product, "anna", { adminRoles: "person" });
    const endsAt = Date.now() + 5 * minute;
    assignRole(product.tenant.state, anna.person, tenantWide("Security Reader"), { endsAt, by: "hand" });
    await product.run(step);

    await clock.advance(6 * minute);
    await anna.resume();
    await product.run(step);

    expect((await anna.step(step)).state).toBe("unchanged");
  });
});

function byRole(a: { readonly roleDefinitionId: string }, b: { readonly roleDefinitionId: string }): number {
  return a.roleDefinitionId.localeCompare(b.roleDefinitionId);
}

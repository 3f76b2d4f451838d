import { expect, test } from "vitest";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { aProduct } from "../../a-product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "remove-app-roles";

test("R-23: clara's own roles go; the one that her group has is not touched (5.6)", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step);
  const { apps } = product.tenant.state;

  await product.run(step);

  expect(clara.effects()).toEqual(["remove-app-role", "remove-app-role"]);
  expect(apps.assignmentsOf([clara.id])).toEqual([]);
  expect(apps.assignmentsOf([guidOf("group/crm")])).toHaveLength(1);
  expect(await clara.step(step)).toMatchObject({
    state: "done",
    evidence: { roles: [{ throughGroup: guidOf("group/crm") }] },
  });
});

test("R-24: undo gives the same roles of the same applications back", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step);
  const roles = () =>
    product.tenant.state.apps
      .assignmentsOf([clara.id])
      .map(({ resourceId, appRoleId }) => `${resourceId} ${appRoleId}`)
      .sort();
  const before = roles();
  await product.run(step);

  await undo(product, "clara", step);
  await undo(product, "clara", step);

  expect(roles()).toEqual(before);
});

test("a role that went meanwhile is no error", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.add({ match: { method: "DELETE", nth: 1 }, action: { status: 404, when: "after" } });

  await product.run(step);

  expect((await anna.step(step)).state).toBe("done");
});

test("ben has none: unchanged", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);

  await product.run(step);

  expect([(await ben.step(step)).state, product.writes()]).toEqual(["unchanged", []]);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { skus } from "../../../dev/tenant/licences/skus.ts";
import { localTenant } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeEach(async () => {
  local = await localTenant();
});
afterEach(async () => {
  expect(local.tenant.unhandled()).toEqual([]);
  await local.tenant.close();
});

const { ENTERPRISEPACK: e3, SPE_E5: e5, VISIOCLIENT: visio } = skus;

test("12: assignments with origin, switched-off plans and errors", async () => {
  const { licences, idOf } = local;

  expect(await licences.assignmentsOf(idOf("leaver01"))).toMatchObject([
    { skuId: e3.skuId, throughGroup: undefined },
    { skuId: e5.skuId, throughGroup: undefined },
    { skuId: e5.skuId, throughGroup: expect.any(String) },
  ]);
  expect((await licences.assignmentsOf(idOf("leaver02")))[0]?.disabledPlans).toHaveLength(1);
  expect(await licences.assignmentsOf(idOf("leaver03"))).toMatchObject([
    { error: undefined },
    { error: "CountViolation" },
  ]);
});

test("12.1: plans that are on, and seats", async () => {
  const { licences, idOf } = local;
  const [licence] = await licences.plansOf(idOf("leaver02"));

  expect(licence).toMatchObject({ skuId: e3.skuId, plans: expect.arrayContaining(["EXCHANGE_S_ENTERPRISE"]) });
  expect(licence?.plans).not.toContain("FLOW_O365_P2");
  expect(await licences.seats()).toContainEqual({ skuId: visio.skuId, bought: 3, used: 1 });
});

test("12.2, 16: of several licences one that is gone is no error, and the others go", async () => {
  const { licences, idOf, tenant } = local;

  await licences.removeDirect(idOf("ben"), [visio.skuId, e3.skuId]);
  await licences.removeDirect(idOf("ben"), [visio.skuId]);
  await licences.removeDirect(idOf("ben"), []);

  expect(tenant.state.person("ben").licences).toEqual([]);
});

test("12.3: a licence of a group cannot be taken directly: the wrong way is refused, and nothing goes", async () => {
  const { licences, idOf, tenant } = local;

  await expect(licences.removeDirect(idOf("anna"), [e5.skuId])).rejects.toThrow(/was refused/);

  expect(tenant.state.person("anna").licences).toHaveLength(2);
});

test("R-24: given back with the plans that were switched off", async () => {
  const { licences, idOf } = local;
  const before = await licences.assignmentsOf(idOf("leaver02"));
  await licences.removeDirect(idOf("leaver02"), [e3.skuId]);

  await licences.assignDirect(idOf("leaver02"), before);
  await licences.assignDirect(idOf("leaver02"), before);

  expect(await licences.assignmentsOf(idOf("leaver02"))).toEqual(before);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { setMember } from "../../dev/tenant/groups/changes.ts";
import { guidOf } from "../../dev/tenant/ids.ts";
import { skus } from "../../dev/tenant/licences/skus.ts";
import { aTenant, clock, type TestTenant } from "./a-tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await aTenant();
});
afterEach(() => tenant[Symbol.asyncDispose]());

const { ENTERPRISEPACK: e3, SPE_E5: e5, VISIOCLIENT: visio } = skus;
const idOf = (key: string) => tenant.state.person(key).id;
const message = (text: string) => ({ error: expect.objectContaining({ message: expect.stringContaining(text) }) });
const assign = (key: string, body: object) => tenant.graph("POST", `users/${idOf(key)}/assignLicense`, body);

async function states(key: string) {
  const { body } = await tenant.graph("GET", `users/${idOf(key)}?$select=licenseAssignmentStates`);
  return (body as { licenseAssignmentStates: { skuId: string; assignedByGroup: string | null; state: string }[] })
    .licenseAssignmentStates;
}

function leaveE5(key: string): void {
  const { state } = tenant;
  const group = state.groups.find(guidOf("group/m365-e5"));
  if (group !== undefined) setMember(state, state.person(key), group, false, "hand");
}

test("12.2: what is refused, each in the documented words", async () => {
  const refused = async (body: object) => (await assign("anna", body)).body;

  expect(await refused({ removeLicenses: [e3.skuId] })).toMatchObject(message("missing"));
  expect(await refused({ addLicenses: [], removeLicenses: [] })).toMatchObject(message("No license changes provided."));
  expect(await refused({ addLicenses: [], removeLicenses: [e5.skuId] })).toMatchObject(
    message("User license is inherited from a group membership and it cannot be removed directly from the user."),
  );
  const both = { addLicenses: [], removeLicenses: [e3.skuId, visio.skuId] };
  expect(await refused(both)).toMatchObject(message("does not have a corresponding license"));
  expect(tenant.state.person("anna").licences).toHaveLength(2);
});

test("12.3: leaving the group takes its licence by and by, and the areas that keep something are told", async () => {
  const lost: string[] = [];
  tenant.state.lifecycle.onLicencesRemoved((_, licences) => lost.push(...licences.map((one) => one.skuPartNumber)));
  tenant.faults.lag("groupLicences", 300_000);
  leaveE5("anna");
  expect(await states("anna")).toHaveLength(2);
  expect(lost).toEqual([]);

  await clock.advance(301_000);

  expect((await states("anna")).map(({ skuId }) => skuId)).toEqual([e3.skuId]);
  expect(lost).toEqual(["SPE_E5"]);
});

test("12.3: a licence that comes twice is lost when both ways are gone", async () => {
  const lost: string[] = [];
  tenant.state.lifecycle.onLicencesRemoved((_, licences) => lost.push(...licences.map((one) => one.skuPartNumber)));

  leaveE5("leaver01");
  expect(lost).toEqual([]);
  await assign("leaver01", { addLicenses: [], removeLicenses: [e5.skuId] });

  expect(lost).toEqual(["SPE_E5"]);
});

test("12.3: processing that failed shows an error until it is asked for again", async () => {
  tenant.state.licences.stick(tenant.state.person("anna"));
  leaveE5("anna");
  expect(await states("anna")).toContainEqual(expect.objectContaining({ skuId: e5.skuId, state: "ActiveWithError" }));

  await tenant.graph("POST", `users/${idOf("anna")}/reprocessLicenseAssignment`);

  expect(await states("anna")).toHaveLength(1);
});

test("12.1: seats count people, once each, and not those whose assignment failed", async () => {
  const used = async () => {
    const { body } = await tenant.graph("GET", "subscribedSkus");
    const all = (body as { value: { skuId: string; consumedUnits: number }[] }).value;
    return all.find(({ skuId }) => skuId === e5.skuId)?.consumedUnits;
  };
  // anna, leaver01 twice over, leaver05; leaver03's assignment found no seat.
  expect(await used()).toBe(3);

  leaveE5("anna");

  expect(await used()).toBe(2);
});

test("REQ-56: the phone's licence goes while a number stands: the number is let go", async () => {
  leaveE5("anna");

  expect(tenant.state.telephony.assignedTo(idOf("anna"))).toEqual([]);
  expect(tenant.effects().at(-1)).toMatchObject({ operation: "unassign-phone-number", by: "service" });
});

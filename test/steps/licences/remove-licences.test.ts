import { describe, expect, test } from "vitest";
import { setMember } from "../../../dev/tenant/groups/changes.ts";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { skus } from "../../../dev/tenant/licences/skus.ts";
import { steps } from "../../../functions/steps.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { makePlan } from "../../../shared/domain/plan.ts";
import { Policy, settingsFor } from "../../../shared/domain/policy.ts";
import { aProduct } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { openAt } from "./open-at.ts";

const begin = aProduct();
const step = "remove-licences";
const idOfGroup = (key: string) => guidOf(`group/${key}`);
const { ENTERPRISEPACK: e3, SPE_E5: e5, MCOEV: phone } = skus;

/** HR shows the end, as nothing is taken that cannot be taken back from somebody who stays. */
async function leaving(product: Product, who: string, settings: CaseSettingsChange = {}): Promise<Leaver> {
  product.terminate(who);
  return await product.leaver(who).at(step, settings);
}

/** The mailbox is shared, as after its conversion. */
function shared(product: Product, { id }: Leaver): void {
  const mailbox = product.tenant.state.mailboxes.find(id);
  if (mailbox !== undefined) mailbox.kind = "SharedMailbox";
}

const parts = ({ person }: Leaver) => person.licences.map(({ skuPartNumber }) => skuPartNumber).sort();
const ofEffects = ({ tenant }: Product, operation: string) =>
  tenant.effects().filter((effect) => effect.operation === operation);

describe("what goes", () => {
  test("R-56, R-58: direct licences by a call, a group's by leaving the group, both seen by the assignments", async () => {
    const product = await begin();
    const anna = await leaving(product, "anna");
    shared(product, anna);

    await product.run(step);

    expect(parts(anna)).toEqual([]);
    expect(anna.effects()).toEqual(["remove-licence", "leave-group"]);
    expect(anna.person.groupIds).not.toContain(idOfGroup("m365-e5"));
    expect(await anna.step(step)).toMatchObject({
      state: "done",
      evidence: { licences: [], seats: expect.arrayContaining([freed(e3.skuId), freed(e5.skuId)]) },
    });
  });

  test("R-56: the same licence directly and through a group: both ways go, and one seat is free", async () => {
    const product = await begin();
    const leaver = await leaving(product, "leaver01");
    shared(product, leaver);
    const mailbox = product.tenant.state.mailboxes.find(leaver.id);
    if (mailbox !== undefined) product.tenant.state.exchange.of(mailbox).inPlaceHolds = [];

    await product.run(step);

    expect(parts(leaver)).toEqual([]);
    const { evidence } = await leaver.step(step);
    expect(evidence).toMatchObject({ seats: [freed(e3.skuId), freed(e5.skuId)] });
  });

  test("R-58: the background takes its time: looked for again, and asked for once", async () => {
    const product = await begin();
    const anna = await leaving(product, "anna");
    shared(product, anna);
    product.tenant.faults.lag("licences", 20 * 60_000);

    await product.run(step);
    expect((await anna.step(step)).state).toBe("waiting");
    for (let round = 0; round < 12; round += 1) await product.pass(300_000, step);

    expect((await anna.step(step)).state).toBe("done");
    expect(anna.effects()).toEqual(["remove-licence", "leave-group"]);
  });

  test("R-58: the service never processes the group: parked after the deadline, and it is not asked to", async () => {
    const product = await begin();
    const anna = await leaving(product, "anna");
    shared(product, anna);
    product.tenant.state.licences.stick(anna.person);

    for (let round = 0; round < 60; round += 1) await product.pass(300_000, step);

    expect((await anna.step(step)).state).toBe("parked");
    expect(product.writes().filter((write) => /reprocessLicenseAssignment/.test(write))).toEqual([]);
  });

  test("P3: the answer of the call is lost: the licence is removed once, and the rest goes on", async () => {
    const product = await begin();
    const anna = await leaving(product, "anna");
    shared(product, anna);
    product.tenant.faults.add({ match: { path: /assignLicense/, nth: 1 }, action: { cut: "after" } });

    await product.run(step);
    for (let round = 0; round < 4; round += 1) await product.pass(60_000, step);

    expect((await anna.step(step)).state).toBe("done");
    expect(anna.effects()).toEqual(["remove-licence", "leave-group"]);
  });

  test("P3: a licence that went meanwhile is no error: the others go (12.2)", async () => {
    const product = await begin();
    const clara = await leaving(product, "leaver07");
    shared(product, clara);
    const { exchange, mailboxes } = product.tenant.state;
    const mailbox = mailboxes.find(clara.id);
    if (mailbox !== undefined) exchange.of(mailbox).forwardingSmtpAddress = null;
    product.border.beforeCall = (call) => {
      if (call !== "licences.removeDirect") return;
      clara.person.licences = clara.person.licences.filter(({ skuPartNumber }) => skuPartNumber !== "VISIOCLIENT");
    };

    await product.run(step);

    expect([(await clara.step(step)).state, parts(clara)]).toEqual(["done", []]);
  });

  test("a leaver without licences: unchanged after one look", async () => {
    const product = await begin();
    const leaver = await leaving(product, "leaver09");
    leaver.person.licences = [];

    await product.run(step);

    expect([(await leaver.step(step)).state, product.writes()]).toEqual(["unchanged", []]);
  });
});

describe("what stays", () => {
  test("R-28, R-36: the mailbox was not seen as shared: the licence that gives it stays, the phone goes", async () => {
    const product = await begin();
    const clara = await leaving(product, "clara");

    await product.run(step);

    expect(parts(clara)).toEqual(["ENTERPRISEPACK"]);
    expect((await clara.step(step)).evidence).toMatchObject({
      seats: expect.arrayContaining([
        freed(phone.skuId),
        { skuId: e3.skuId, state: "kept", because: expect.stringMatching(/R-36/) },
      ]),
    });
  });

  test("R-36: Exchange alone says shared: the licence stays", async () => {
    const product = await begin();
    const anna = await leaving(product, "anna");
    const { exchange, mailboxes } = product.tenant.state;
    product.tenant.faults.lag("userPurpose", 3_600_000);
    exchange.replicas.userPurpose.replacing(mailboxes.find(anna.id)?.exchangeGuid ?? "", "UserMailbox");
    shared(product, anna);

    await product.run(step);

    expect(parts(anna)).toContain("ENTERPRISEPACK");
    expect(product.writes()).toEqual([]);
  });

  test("R-29, REQ-23: ben's mailbox is over 50 GB: it keeps its licence, and the report says why", async () => {
    const product = await begin();
    const ben = await leaving(product, "ben");
    shared(product, ben);

    await product.run(step);

    expect(parts(ben)).toEqual(["ENTERPRISEPACK"]);
    expect(await ben.step(step)).toMatchObject({
      state: "unchanged",
      evidence: { seats: [{ skuId: e3.skuId, state: "kept", because: expect.stringMatching(/50 GB.*R-29/) }] },
    });
  });

  test("R-29, FACT-18: an archive keeps the licence", async () => {
    const product = await begin();
    const clara = await leaving(product, "clara");
    shared(product, clara);

    await product.run(step);

    expect(parts(clara)).toEqual(["ENTERPRISEPACK"]);
  });

  test("R-29, FACT-11: a hold keeps the licence", async () => {
    const product = await begin();
    const leaver = await leaving(product, "leaver05");
    shared(product, leaver);

    await product.run(step);

    expect(parts(leaver)).toContain("ENTERPRISEPACK");
    expect((await leaver.step(step)).evidence).toMatchObject({
      seats: expect.arrayContaining([{ skuId: e3.skuId, state: "kept", because: expect.stringMatching(/hold/) }]),
    });
  });

  test("R-56: a group goes as a whole: one licence of it that stays keeps the others", async () => {
    const product = await begin();
    const anna = await leaving(product, "anna");

    await product.run(step);

    expect(anna.person.groupIds).toContain(idOfGroup("m365-e5"));
    expect(parts(anna)).toEqual(["ENTERPRISEPACK", "SPE_E5"]);
  });

  test("R-57: a group with a rule gives it: kept, and a task for a person", async () => {
    const product = await begin();
    const leaver = await leaving(product, "leaver05");
    shared(product, leaver);
    const mailbox = product.tenant.state.mailboxes.find(leaver.id);
    if (mailbox !== undefined) product.tenant.state.exchange.of(mailbox).litigation = null;

    await product.run(step);

    expect(parts(leaver)).toEqual(["SPE_E5"]);
    expect((await leaver.step(step)).evidence).toMatchObject({
      risks: [{ rule: "R-57", what: expect.stringMatching(/rule/), objectId: idOfGroup("field-e5") }],
      seats: [freed(e3.skuId), { skuId: e5.skuId, state: "kept", because: expect.stringMatching(/R-56/) }],
    });
  });

  test("R-51: the policy keeps the phone number, so the licence of the phone stays", async () => {
    const product = await begin();
    const leaver = await leaving(product, "leaver04", { phoneNumber: "keep" });
    shared(product, leaver);
    const mailbox = product.tenant.state.mailboxes.find(leaver.id);
    if (mailbox !== undefined) product.tenant.state.exchange.of(mailbox).delayHold = false;

    await product.run(step);

    expect(parts(leaver)).toEqual(["MCOEV"]);
    expect(product.tenant.state.telephony.assignedTo(leaver.id)).toHaveLength(2);
  });
});

describe("what stands in the way", () => {
  test("R-05: HR does not show an end any more: nothing is removed", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    shared(product, anna);

    await product.run(step);

    expect([(await anna.record()).status, product.writes()]).toEqual(["paused", []]);
  });

  test("R-51, REQ-56: a number that is there again: a person frees it first, and nothing is removed", async () => {
    const product = await begin();
    const anna = await openAt(product, "anna", step, { states: { "unassign-phone-numbers": { state: "done" } } });
    shared(product, anna);

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("(R-51)") });
    expect(parts(anna)).toEqual(["ENTERPRISEPACK", "SPE_E5"]);
  });

  test("REQ-56: where a cloud cannot tell, a number may be left: on the list", async () => {
    const product = await begin();
    const anna = await openAt(product, "anna", step, { states: { "unassign-phone-numbers": { state: "skipped" } } });
    shared(product, anna);

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { risks: [{ rule: "REQ-56" }] } });
  });

  test.each([
    [{ licences: "keep" }, "The policy keeps the licences"],
    [{ end: "inactive-mailbox", mailbox: { hold: "litigation" } }, "FACT-11"],
    [{ end: "plain-deletion" }, "FACT-11"],
  ] as const)("FACT-11, R-27: %j leaves it out", (defaults, because) => {
    const policy = Policy.parse({ defaults });
    const plan = makePlan(steps, policy, { settings: settingsFor(policy, {}), cloud: "worldwide" });

    const record = plan.steps.find(({ name }) => name === step);
    expect(record).toMatchObject({ state: "skipped", because: expect.stringContaining(because) });
  });

  test("R-25, R-31, R-36, R-45, R-51, R-57: it comes after everything that needs the licence", () => {
    const needs = steps.find(({ name }) => name === step)?.needs ?? [];

    expect(needs).toEqual(
      expect.arrayContaining([
        "hold-mailbox",
        "cancel-meetings",
        "convert-mailbox",
        "share-drive",
        "copy-drive",
        "unassign-phone-numbers",
        "leave-call-queues",
        "remove-group-memberships",
      ]),
    );
  });
});

describe("the way back", () => {
  test("R-24: undo assigns again, with the plans that were switched off, and joins the group", async () => {
    const product = await begin();
    const leaver = await leaving(product, "leaver02");
    const { state } = product.tenant;
    shared(product, leaver);
    const group = state.groups.find(idOfGroup("m365-e5"));
    if (group !== undefined) setMember(state, leaver.person, group, true, "hand");
    const states = () => leaver.person.licences.map((one) => [one, state.licences.disabledPlans(leaver.person, one)]);
    const before = states();
    await product.run(step);
    expect(parts(leaver)).toEqual([]);

    await undo(product, "leaver02", step);
    await undo(product, "leaver02", step);

    expect(states()).toEqual(before);
    expect(leaver.person.groupIds).toContain(idOfGroup("m365-e5"));
  });

  test("R-24: what was kept is not assigned again", async () => {
    const product = await begin();
    await leaving(product, "ben");
    await product.run(step);

    await undo(product, "ben", step).catch(() => undefined);

    expect(ofEffects(product, "assign-licence")).toEqual([]);
  });
});

function freed(skuId: string) {
  return { skuId, state: "freed" };
}

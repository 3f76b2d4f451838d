import { expect, test } from "vitest";
import { restoreUser } from "../../../dev/tenant/deletion/changes.ts";
import { givenBack } from "../../../shared/domain/given-back.ts";
import { stepInput } from "../../../shared/domain/step-input.ts";
import { aProduct } from "../../a-product.ts";
import { type Product, stepNamed } from "../../product/product.ts";
import { atDeletion, brief, deleted, deletedByHand, followed, live, mailsAbout, siteOf } from "./a-deleted-account.ts";

const begin = aProduct();

test("R-42, R-43, R-64: who takes over when the manager goes gets access and both notices; the manager's are not repeated", async () => {
  const product = await begin();
  const { state } = product.tenant;
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  await live(product, 10, 24);
  const maria = state.person("maria");
  const next = state.person(maria.managerId ?? "");
  maria.accountEnabled = false;

  await live(product, 15, 24);

  expect(siteOf(product, "anna").administrators).toContain(next.id);
  expect(brief(await mailsAbout(product, anna, from))).toEqual([
    "custodian-first to maria on day 0",
    `custodian-first to ${next.key} on day 11`,
    expect.stringMatching(new RegExp(`custodian-second to ${next.key} on day 2[34]`)),
  ]);
  maria.accountEnabled = true;
  await live(product, 1, 24);
  const again = (await mailsAbout(product, anna, from)).filter(
    ({ kind, to }) => kind === "custodian-first" && to === "maria",
  );
  expect(again).toHaveLength(1);
});

test("R-43, REQ-40: nobody can take over: the case parks at once with an alarm, and no mail goes to nobody", async () => {
  const product = await begin();
  deletedByHand(product, "anna");
  product.tenant.state.person("anna").managerId = undefined;
  const anna = await followed(product, "anna");

  await product.run();

  expect(await anna.record()).toMatchObject({ status: "parked", because: expect.stringContaining("R-43") });
  expect(await anna.events()).toContain("case.parked");
  expect(product.tenant.state.mails.filter(({ headers }) => headers.length > 0)).toEqual([]);
});

test("REQ-39, REQ-44: without a manager the secondary owner gets the same access and the same mail", async () => {
  const product = await begin();
  const petra = product.tenant.state.person("petra");
  Object.assign(product.ports.policy, { secondaryOwner: petra.id });
  deletedByHand(product, "anna");
  product.tenant.state.person("anna").managerId = undefined;
  const anna = await followed(product, "anna");

  await product.run();

  expect(siteOf(product, "anna").administrators).toContain(petra.id);
  expect(brief(await mailsAbout(product, anna, Date.now()))).toEqual([
    expect.stringContaining("custodian-first to petra"),
  ]);
});

test("REQ-37, REQ-41, FACT-16: an account that an administrator deleted in a portal: the manager from the bin gets access and the mail", async () => {
  const product = await begin();
  deletedByHand(product, "anna");
  const anna = await followed(product, "anna");

  await product.run();

  expect(await anna.states()).toMatchObject({
    "find-left-drive": "done",
    "share-left-drive": "done",
    "notify-custodian": "done",
    "watch-left-drive": "waiting",
    "watch-deleted-account": "waiting",
    "close-case": "pending",
  });
  expect(brief(await mailsAbout(product, anna, Date.now()))).toEqual([
    expect.stringContaining("custodian-first to maria"),
  ]);
});

test("REQ-38, REQ-40: the tenant has switched delegation off, so the service tells nobody: Leaver gives access and tells all the same", async () => {
  const product = await begin();
  const { state } = product.tenant;
  state.sites.settings = { ...state.sites.settings, delegation: false };
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;

  await live(product, 24, 24);

  expect(state.mails.filter(({ senderId }) => senderId === "sharepoint")).toEqual([]);
  expect(siteOf(product, "anna").delegatedTo).toBeUndefined();
  expect(siteOf(product, "anna").administrators).toContain(state.person("maria").id);
  expect(brief(await mailsAbout(product, anna, from))).toEqual([
    "custodian-first to maria on day 0",
    expect.stringContaining("custodian-second to maria"),
  ]);
});

test("REQ-37: a bin that does not tell who the manager was leads to the secondary owner", async () => {
  const product = await begin();
  const petra = product.tenant.state.person("petra");
  Object.assign(product.ports.policy, { secondaryOwner: petra.id });
  deletedByHand(product, "anna");
  const match = { path: /microsoft\.graph\.user\?.*expand=manager/ };
  product.tenant.faults.add({ match, action: { status: 400, when: "before" } });
  const anna = await followed(product, "anna");

  await product.run();

  expect(brief(await mailsAbout(product, anna, Date.now()))).toEqual([
    expect.stringContaining("custodian-first to petra"),
  ]);
});

test("R-43: later nobody is left who could take over: a person is called once, not every day", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  dismissAllAbove(product, "anna");
  await live(product, 2, 24);
  expect(await anna.step("watch-left-drive")).toMatchObject({
    state: "parked",
    because: expect.stringContaining("nobody is told"),
  });
  await anna.resume();
  await live(product, 3, 24);
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "waiting" });
});

test("REQ-37: the policy hands the OneDrive to nobody: no access and no mail, and its end is still watched", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna", { drive: { to: "nobody" } });

  await live(product, 31, 24);

  expect(await mailsAbout(product, anna, 0)).toEqual([]);
  expect(await anna.step("watch-left-drive")).toMatchObject({ evidence: { recycledAt: expect.any(String) } });
  expect(anna.effects()).not.toContain("add-site-administrator");
});

test('R-43: the OneDrive is known, and nobody is left to take it over: "share-left-drive" parks, and no notice goes to nobody', async () => {
  const product = await begin();
  const anna = await atDeletion(product, "anna");
  await product.run("delete-account");
  await product.run("find-left-drive");
  dismissAllAbove(product, "anna");

  await product.run();

  expect(await anna.step("share-left-drive")).toMatchObject({
    state: "parked",
    because: expect.stringContaining("nobody is told"),
  });
  expect(await anna.step("notify-custodian")).toMatchObject({ state: "pending" });
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "waiting" });
});

test("R-43: the custodian goes between the access and the first notice: a person is called", async () => {
  const product = await begin();
  const anna = await atDeletion(product, "anna");
  await product.runUntil("notify-custodian");
  dismissAllAbove(product, "anna");

  await product.run("notify-custodian");

  expect(await anna.step("notify-custodian")).toMatchObject({
    state: "parked",
    because: expect.stringContaining("R-43"),
  });
});

test("R-45: a OneDrive that nobody can open takes no new administrator: a person unlocks it first", async () => {
  const product = await begin();
  const anna = await atDeletion(product, "anna");
  await product.run("delete-account");
  await product.run("find-left-drive");
  siteOf(product, "anna").lock = "NoAccess";

  await product.run("share-left-drive");

  expect(await anna.step("share-left-drive")).toMatchObject({
    state: "parked",
    because: expect.stringContaining("R-45"),
  });
  expect(anna.effects()).not.toContain("add-site-administrator");
});

test("R-68: a restore takes the access to the OneDrive away again from whoever got it, and sees it", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  const maria = product.tenant.state.person("maria").id;
  expect(siteOf(product, "anna").administrators).toContain(maria);
  restoreUser(product.tenant.state, anna.person, {}, "hand");
  const { before, ...record } = await anna.step("share-left-drive");
  const step = givenBack(stepNamed("share-left-drive"), { wanted: before });
  const file = await anna.file();
  const steps = [{ ...record, wanted: before }];
  const input = stepInput(step, { ...file, record: { ...file.record, kind: "restore" }, steps }, product.ports);

  expect(await step.observe(input)).toMatchObject({ kind: "different" });
  await step.change?.(input, before);

  expect(await step.observe(input)).toMatchObject({ kind: "reached", shown: { to: maria, granted: false } });
  expect(siteOf(product, "anna").administrators).not.toContain(maria);
});

/** Everybody above somebody is disabled: the chain of managers ends nowhere. */
function dismissAllAbove({ tenant: { state } }: Product, who: string): void {
  let next = state.people.named(state.person(who).managerId ?? "") ?? state.person("maria");
  for (let level = 0; level < 6; level += 1) {
    next.accountEnabled = false;
    const above = state.people.named(next.managerId ?? "");
    if (above === undefined) return;
    next = above;
  }
}

import { expect, test } from "vitest";
import { setHidden } from "../../../dev/tenant/exchange/address-lists.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { mailboxOf } from "./mailbox-of.ts";

const begin = aProduct();
const step = "hide-from-address-lists";

/** What the sync brings when somebody has set the attribute in Active Directory. */
function hiddenInActiveDirectory(product: Product, who: string): void {
  setHidden({ state: product.tenant.state, ...mailboxOf(product, who) }, true, "sync");
}

test("anna is hidden once, and it is read back", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect(anna.effects()).toEqual(["hide-from-address-lists"]);
  expect(await anna.step(step)).toMatchObject({
    state: "done",
    before: { hidden: false },
    evidence: { hidden: true, masteredOnPremises: false },
  });
});

test("hanna is hidden already: unchanged", async () => {
  const product = await begin();
  const hanna = await product.leaver("hanna").at(step);

  await product.run(step);

  expect([(await hanna.step(step)).state, hanna.effects()]).toEqual(["unchanged", []]);
});

test("george has no mailbox: skipped", async () => {
  const product = await begin();
  const george = await product.leaver("george").at(step);

  await product.run(step);

  expect((await george.step(step)).state).toBe("skipped");
});

test("not visible yet: waited for, not hidden again", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.lag("hiddenFromAddressLists", 20 * 60_000);

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");

  await product.pass(21 * 60_000, step);
  await product.pass(21 * 60_000, step);
  expect([(await anna.step(step)).state, anna.effects()]).toEqual(["done", ["hide-from-address-lists"]]);
});

test("P6: the answer is lost: looked for, and hidden once", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.add({ match: { cmdlet: "Set-Mailbox" }, action: { cut: "after" }, times: 1 });

  await product.run(step);
  await product.pass(5 * 60_000, step);

  expect([(await anna.step(step)).state, anna.effects()]).toEqual(["done", ["hide-from-address-lists"]]);
});

test("REQ-13: erik's entry belongs to Active Directory: the attribute is named, and it is seen after the sync", async () => {
  const product = await begin();
  const erik = await product.leaver("erik").at(step);

  await product.run(step);
  expect(await erik.step(step)).toMatchObject({
    state: "parked",
    because: expect.stringContaining("msExchHideFromAddressLists to TRUE"),
  });

  hiddenInActiveDirectory(product, "erik");
  await erik.resume();
  await product.run(step);
  expect([(await erik.step(step)).state, erik.effects()]).toEqual(["unchanged", []]);
});

test("REQ-13: an agent is asked by an event, once, and the state is looked for until the sync shows it", async () => {
  const product = await begin();
  const erik = await product.leaver("erik").at(step, { onPremises: "agent" });

  await product.run(step);
  expect((await erik.step(step)).state).toBe("waiting");
  expect(await erik.events()).toEqual(["on-premises.requested"]);

  hiddenInActiveDirectory(product, "erik");
  await product.pass(30 * 60_000, step);
  expect([(await erik.step(step)).state, await erik.events()]).toEqual(["done", ["on-premises.requested"]]);
});

test("R-24: undo shows anna again, and nothing is undone for whoever was hidden before", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  await product.run(step);

  await undo(product, "anna", step);

  expect(mailboxOf(product, "anna").its.hidden).toBe(false);
  expect(anna.effects()).toEqual(["hide-from-address-lists", "show-in-address-lists"]);
});

test("REQ-13: undo of what was set on premises is a person's as well", async () => {
  const product = await begin();
  const erik = await product.leaver("erik").at(step, { onPremises: "agent" });
  await product.run(step);
  hiddenInActiveDirectory(product, "erik");
  await product.pass(30 * 60_000, step);
  expect((await erik.step(step)).state).toBe("done");

  await expect(undo(product, "erik", step)).rejects.toBeInstanceOf(NeedsPersonError);
});

import { expect, test } from "vitest";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { reportOf } from "../../../shared/domain/report.ts";
import { aProduct } from "../../a-product.ts";
import { idOf } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { expectNoPersonalData, mailboxOf } from "./mailbox-of.ts";

const begin = aProduct();
const step = "remove-old-forwarding";
const nothing = { forwardingAddress: null, forwardingSmtpAddress: null, deliverToMailboxAndForward: false };

test("R-33, FACT-20: leaver07 forwarded everything outside: recorded without the address, flagged, removed", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver07").at(step);

  await product.run(step);

  expect(leaver.effects()).toEqual(["set-forwarding"]);
  expect(mailboxOf(product, "leaver07").its).toMatchObject(nothing);
  const record = await leaver.step(step);
  expect(record).toMatchObject({ state: "done", before: { forwarding: { address: { external: true } } } });
  expect(reportOf([record]).risks).toMatchObject([{ rule: "R-33", what: expect.stringContaining("message trace") }]);
  expectNoPersonalData(product, record);
});

test("R-33: an address of the organisation is no risk, and goes as well", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  mailboxOf(product, "anna").its.forwardingSmtpAddress = "smtp:ben.okafor@kestrel.example";

  await product.run(step);

  const record = await anna.step(step);
  expect(record).toMatchObject({
    state: "done",
    before: { forwarding: { address: { id: idOf("ben"), external: false } } },
  });
  expect(reportOf([record]).risks).toEqual([]);
});

test("R-33, R-41: a guest as target is outside as well", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  mailboxOf(product, "anna").its.forwardingAddress = idOf("guest");

  await product.run(step);

  expect(reportOf([await anna.step(step)]).risks).toHaveLength(1);
});

test("nothing was forwarded: unchanged after one look", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect((await anna.step(step)).state).toBe("unchanged");
  expect(product.tenant.requests().filter(({ path }) => path.includes("InvokeCommand"))).toHaveLength(1);
});

test("forwarded to whom the policy wants: left, so that no mail is missed in between", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step, { mailbox: { forwardTo: "custodian" } });
  mailboxOf(product, "anna").its.forwardingAddress = idOf("maria");

  await product.run(step);

  expect([(await anna.step(step)).state, anna.effects()]).toEqual(["unchanged", []]);
});

test("george has no mailbox: skipped", async () => {
  const product = await begin();
  const george = await product.leaver("george").at(step);

  await product.run(step);

  expect((await george.step(step)).state).toBe("skipped");
});

test("not visible yet: waited for, not removed again", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver07").at(step);
  product.tenant.faults.lag("mailboxForwarding", 20 * 60_000);

  await product.run(step);
  expect((await leaver.step(step)).state).toBe("waiting");

  await product.pass(21 * 60_000, step);
  await product.pass(21 * 60_000, step);
  expect([(await leaver.step(step)).state, leaver.effects()]).toEqual(["done", ["set-forwarding"]]);
});

test.each([
  ["a recipient", { forwardingAddress: idOf("ben") }],
  ["an address of the organisation", { forwardingSmtpAddress: "smtp:ben.okafor@kestrel.example" }],
])("R-24: undo gives %s back as it was", async (_, former) => {
  const product = await begin();
  await product.leaver("anna").at(step);
  const before = { ...nothing, ...former, deliverToMailboxAndForward: true };
  Object.assign(mailboxOf(product, "anna").its, before);
  await product.run(step);
  expect(mailboxOf(product, "anna").its).toMatchObject(nothing);

  await undo(product, "anna", step);

  expect(mailboxOf(product, "anna").its).toMatchObject(before);
});

test("R-41, R-72: undo says that an address outside is not kept, and sets nothing", async () => {
  const product = await begin();
  await product.leaver("leaver07").at(step);
  await product.run(step);

  await expect(undo(product, "leaver07", step)).rejects.toBeInstanceOf(NeedsPersonError);

  expect(mailboxOf(product, "leaver07").its).toMatchObject(nothing);
});

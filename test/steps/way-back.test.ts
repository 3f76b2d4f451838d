import { expect, test } from "vitest";
import { setDeviceEnabled } from "../../dev/tenant/changes.ts";
import { aProduct } from "../a-product.ts";
import { undo } from "../product/undo.ts";

const begin = aProduct();

test("R-24: anna can sign in again", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("block-sign-in");
  await product.run("block-sign-in");

  await undo(product, "anna", "block-sign-in");

  expect(anna.effects()).toEqual(["block-sign-in", "allow-sign-in"]);
  expect(anna.person.accountEnabled).toBe(true);
});

test("R-24: the mailbox has each switch as before, the tenant's default for SMTP submission included", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("block-mail-protocols");
  const mailbox = product.tenant.state.mailboxes.find(anna.id);
  if (mailbox !== undefined) mailbox.cas = { ...mailbox.cas, PopEnabled: false };
  const before = mailbox?.cas;
  await product.run("block-mail-protocols");

  await undo(product, "anna", "block-mail-protocols");

  expect(mailbox?.cas).toEqual(before);
  expect(before).toMatchObject({ PopEnabled: false, SmtpClientAuthenticationDisabled: null });
});

test("R-24: the devices that Leaver disabled are enabled, and one that was disabled before stays so", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("disable-devices");
  const [laptop, phone] = product.tenant.state.devicesOf("anna");
  if (laptop !== undefined) setDeviceEnabled(product.tenant.state, laptop, false, "hand");
  await product.run("disable-devices");

  await undo(product, "anna", "disable-devices");

  expect([laptop?.accountEnabled, phone?.accountEnabled]).toEqual([false, true]);
  expect(anna.effects()).toEqual(["disable-device", "enable-device"]);
});

import { describe, expect, test } from "vitest";
import { removeMethod, setDeviceEnabled } from "../../dev/tenant/changes.ts";
import { allProtocolsOff } from "../../dev/tenant/mailboxes.ts";
import { mailProtocols } from "../../shared/domain/ports/mailboxes.ts";
import { aProduct } from "../a-product.ts";

const begin = aProduct();

describe("block-mail-protocols", () => {
  test("R-17, REQ-08, REQ-09, REQ-12: every mail path of anna's mailbox is closed in one change, and all are read back", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-mail-protocols");

    await product.run("block-mail-protocols");

    expect(anna.effects()).toEqual(["set-cas-mailbox"]);
    expect(product.tenant.state.mailboxes.find(anna.id)?.cas).toEqual(allProtocolsOff);
    const { state, before, evidence } = await anna.step("block-mail-protocols");
    expect(state).toBe("done");
    expect(before).toMatchObject({ webmail: true, smtpSubmission: null });
    expect(evidence).toEqual(Object.fromEntries(mailProtocols.map((protocol) => [protocol, false])));
  });

  test("R-17: one path that somebody left open is enough to close them all again", async () => {
    const product = await begin();
    const hanna = await product.leaver("hanna").at("block-mail-protocols");
    const mailbox = product.tenant.state.mailboxes.find(hanna.id);
    if (mailbox !== undefined) mailbox.cas = { ...allProtocolsOff, ImapEnabled: true };

    await product.run("block-mail-protocols");

    expect(hanna.effects()).toEqual(["set-cas-mailbox"]);
    expect(mailbox?.cas).toEqual(allProtocolsOff);
  });

  test("hanna's mailbox is closed already: unchanged after one look", async () => {
    const product = await begin();
    const hanna = await product.leaver("hanna").at("block-mail-protocols");

    await product.run("block-mail-protocols");

    expect((await hanna.step("block-mail-protocols")).state).toBe("unchanged");
    expect(product.tenant.requests().filter(({ path }) => path.includes("InvokeCommand"))).toHaveLength(1);
  });

  test("george has no mailbox: skipped with that reason", async () => {
    const product = await begin();
    const george = await product.leaver("george").at("block-mail-protocols");

    await product.run("block-mail-protocols");

    expect(await george.step("block-mail-protocols")).toMatchObject({
      state: "skipped",
      because: "the leaver has no cloud mailbox",
    });
    expect(george.effects()).toEqual([]);
  });
});

describe("remove-sign-in-methods", () => {
  const removed = "delete-authentication-method";

  test("anna's three methods go, each once, the default one last although it stands first in the list", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("remove-sign-in-methods");

    await product.run("remove-sign-in-methods");

    expect(anna.effects()).toEqual([removed, removed, removed]);
    const types = product.tenant.effects().map((effect) => effect.detail.type);
    expect(types.at(-1)).toBe("microsoftAuthenticatorAuthenticationMethod");
    expect(anna.person.methods.map((method) => method.type)).toEqual(["passwordAuthenticationMethod"]);
    expect(await anna.step("remove-sign-in-methods")).toMatchObject({
      state: "done",
      before: [expect.anything(), expect.anything(), expect.anything()],
      evidence: [],
    });
  });

  test("a method that went meanwhile is no error", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("remove-sign-in-methods");
    const key = anna.person.methods.find((method) => method.type === "fido2AuthenticationMethod");
    product.border.beforeCall = (call) => {
      if (call !== "directory.removeSignInMethod" || key === undefined) return;
      if (anna.person.methods.includes(key)) removeMethod(product.tenant.state, anna.person, key);
    };

    await product.run("remove-sign-in-methods");

    expect((await anna.step("remove-sign-in-methods")).state).toBe("done");
    expect(anna.effects()).toHaveLength(3);
  });

  test("a kind of method that nobody can remove through the interface parks with the way to do it", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("remove-sign-in-methods");
    const token = { id: "token-1", type: "hardwareOathAuthenticationMethod", isDefault: false, view: {} };
    anna.person.methods = [...anna.person.methods, token];

    await product.run("remove-sign-in-methods");

    expect(await anna.step("remove-sign-in-methods")).toMatchObject({
      state: "parked",
      because: expect.stringContaining("Entra admin center"),
    });
  });

  test("hanna has no method left: unchanged", async () => {
    const product = await begin();
    const hanna = await product.leaver("hanna").at("remove-sign-in-methods");

    await product.run("remove-sign-in-methods");

    expect([(await hanna.step("remove-sign-in-methods")).state, product.writes()]).toEqual(["unchanged", []]);
  });
});

describe("disable-devices", () => {
  test("R-20: anna's laptop and phone are disabled, each once, and none is deleted", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("disable-devices");

    await product.run("disable-devices");

    expect(anna.effects()).toEqual(["disable-device", "disable-device"]);
    const devices = product.tenant.state.devicesOf("anna").map(({ id }) => id);
    const shown = (enabled: boolean) =>
      expect.arrayContaining(devices.map((id) => ({ id, enabled, masteredOnPremises: false })));
    expect(await anna.step("disable-devices")).toMatchObject({
      state: "done",
      before: shown(true),
      evidence: shown(false),
    });
  });

  test("R-20: only the device that is still enabled is changed", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("disable-devices");
    const [first] = product.tenant.state.devicesOf("anna");
    if (first !== undefined) setDeviceEnabled(product.tenant.state, first, false, "hand");

    await product.run("disable-devices");

    expect(anna.effects()).toEqual(["disable-device"]);
    expect(product.writes()).toHaveLength(1);
  });

  test.each([
    ["hanna", "has only disabled devices"],
    ["leaver09", "has none"],
  ])("%s %s: unchanged", async (who) => {
    const product = await begin();
    const leaver = await product.leaver(who).at("disable-devices");

    await product.run("disable-devices");

    expect([(await leaver.step("disable-devices")).state, product.writes()]).toEqual(["unchanged", []]);
  });
});

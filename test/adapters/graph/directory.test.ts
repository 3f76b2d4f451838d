import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { NeedsPersonError, NotFoundError } from "../../../shared/domain/errors.ts";
import { type Instant, instant, LeaverId } from "../../../shared/domain/ids.ts";
import { localTenant } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant();
});
afterEach(() => {
  local.tenant.faults.clear();
  expect(local.tenant.unhandled()).toEqual([]);
});
afterAll(() => local.tenant.close());

const nobody = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const requestsOf = async (work: () => Promise<unknown>) => {
  const before = local.tenant.requests().length;
  await work();
  return local.tenant.requests().slice(before);
};

describe("an account", () => {
  test("is read with everything in one call", async () => {
    const { directory, idOf } = local;
    await directory.account(idOf("anna"));
    const requests = await requestsOf(async () => {
      expect(await directory.account(idOf("anna"))).toMatchObject({
        id: idOf("anna"),
        enabled: true,
        masteredOnPremises: false,
        kind: "member",
        external: false,
        resourceAccount: false,
        employeeId: "E-1001",
        managerId: idOf("maria"),
        licences: [{ throughGroup: undefined }, { throughGroup: expect.any(String) }],
        sessionsValidFrom: expect.stringMatching(/\.000Z$/),
        passwordChangedAt: expect.stringMatching(/\.000Z$/),
      });
    });
    expect(requests).toHaveLength(1);
  });

  test("shows who is no ordinary person of the cloud", async () => {
    const { directory, idOf } = local;
    expect((await directory.account(idOf("erik"))).masteredOnPremises).toBe(true);
    expect(await directory.account(idOf("guest"))).toMatchObject({ kind: "guest", external: true });
    expect((await directory.account(idOf("room"))).resourceAccount).toBe(true);
    expect((await directory.account(idOf("julia"))).managerId).toBeUndefined();
  });

  test("that does not exist is not found", async () => {
    await expect(local.directory.account(nobody)).rejects.toBeInstanceOf(NotFoundError);
  });

  test("is found by employee id, and nobody by a strange one", async () => {
    const { directory, idOf } = local;
    expect((await directory.findByEmployeeId("E-1001")).map((account) => account.id)).toEqual([idOf("anna")]);
    expect(await directory.findByEmployeeId("' or id ne '&$top=1#")).toEqual([]);
    expect(await directory.findByEmployeeId(" ")).toEqual([]);
  });

  test("has a contact for notices", async () => {
    const { directory, idOf } = local;
    const maria = { displayName: "Maria Keller", mail: "maria.keller@kestrel.example", enabled: true, kind: "member" };
    const office = { officeLocation: "Berlin", usageLocation: "DE", preferredLanguage: undefined };
    expect(await directory.contact(idOf("maria"))).toEqual({
      id: idOf("maria"),
      managerId: idOf("julia"),
      ...maria,
      ...office,
    });
    expect((await directory.contact(idOf("george"))).mail).toBeUndefined();
  });
});

describe("locking out", () => {
  test("blocks sign-in and gives it back", async () => {
    const { directory, idOf } = local;
    await directory.blockSignIn(idOf("ben"));
    expect((await directory.account(idOf("ben"))).enabled).toBe(false);
    await directory.allowSignIn(idOf("ben"));
    expect((await directory.account(idOf("ben"))).enabled).toBe(true);
  });

  test("moves the sessions' start forward", async () => {
    const { directory, idOf } = local;
    const before = (await directory.account(idOf("ben"))).sessionsValidFrom ?? "";
    await directory.revokeSessions(idOf("ben"));
    expect((await directory.account(idOf("ben"))).sessionsValidFrom?.localeCompare(before)).toBe(1);
  });

  test("sets a password that is long, complete, new every time and to be changed", async () => {
    const { directory, idOf, tenant } = local;
    await directory.resetPasswordToUnknown(idOf("clara"));
    await directory.resetPasswordToUnknown(idOf("clara"));
    const resets = tenant.effects().filter((effect) => effect.operation === "reset-password");
    expect(resets.map((effect) => effect.detail)).toEqual([
      { length: 48, classes: 4, mustChange: true },
      { length: 48, classes: 4, mustChange: true },
    ]);
    expect(new Set(tenant.state.passwordsSeen()).size).toBe(2);
  });

  test("removes the default sign-in method last, and does not mind what is gone", async () => {
    const { directory, idOf } = local;
    const methods = await directory.signInMethods(idOf("dario"));
    expect(methods.map((method) => method.type)).toEqual([
      "microsoftAuthenticatorAuthenticationMethod",
      "phoneAuthenticationMethod",
      "fido2AuthenticationMethod",
    ]);
    const outcomes: string[] = [];
    for (const method of [...methods, ...methods.slice(0, 2)]) {
      outcomes.push(await directory.removeSignInMethod(idOf("dario"), method));
    }
    expect(outcomes).toEqual(["default-method", "removed", "removed", "removed", "removed"]);
    expect(await directory.signInMethods(idOf("dario"))).toEqual([]);
  });

  test("asks a person to remove a method that Graph cannot remove", async () => {
    const removing = local.directory.removeSignInMethod(nobody, { id: "1", type: "qrCodePinAuthenticationMethod" });
    await expect(removing).rejects.toThrow(/by hand|Entra admin center/);
  });

  test("lists each device once, and disables and enables it", async () => {
    const { directory, idOf } = local;
    const [laptop, phone] = await directory.devices(idOf("anna"));
    expect(await directory.devices(idOf("anna"))).toHaveLength(2);
    expect(laptop).toMatchObject({ enabled: true, masteredOnPremises: false });
    await directory.disableDevice(laptop?.id ?? "");
    const after = await directory.devices(idOf("anna"));
    expect(after.map((device) => [device.id, device.enabled])).toEqual([
      [laptop?.id, false],
      [phone?.id, true],
    ]);
    await directory.enableDevice(laptop?.id ?? "");
    expect((await directory.devices(idOf("anna")))[0]?.enabled).toBe(true);
  });

  test("does not take an empty device id for the list of devices", () => {
    for (const id of ["", ".."]) expect(() => local.directory.disableDevice(id)).toThrow(RangeError);
  });

  test("counts later successful sign-ins only", async () => {
    const { directory, idOf, tenant } = local;
    const minuteAgo: Instant = instant(Date.now() - 60_000);
    tenant.state.signIn("leaver01", 0);
    tenant.state.signIn("leaver01", 50126);
    tenant.state.signIn("leaver02", 0);
    expect(await directory.successfulSignInsSince(idOf("leaver01"), minuteAgo)).toBe(1);
    expect(await directory.successfulSignInsSince(idOf("leaver01"), instant(Date.now() + 1_000))).toBe(0);
  });

  test("follows the pages of memberships", async () => {
    const { directory, idOf, tenant } = local;
    const requests = await requestsOf(async () => {
      const groups = await directory.memberOf(idOf("anna"));
      expect([...groups].sort()).toEqual([...tenant.state.person("anna").groupIds].sort());
    });
    expect(requests.length).toBeGreaterThan(1);
    expect(await directory.memberOf(idOf("ivan"))).toHaveLength(3);
  });
});

describe("what an application may not do", () => {
  test("to a holder of an administrator role is an instruction that names nobody", async () => {
    const { directory, idOf } = local;
    for (const call of [directory.blockSignIn(idOf("ivan")), directory.resetPasswordToUnknown(idOf("ivan"))]) {
      const error = await call.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NeedsPersonError);
      expect(String(error)).toMatch(/higher role/);
      expect(String(error)).not.toContain(idOf("ivan"));
    }
  });

  test("to somebody mastered on premises says what to do there", async () => {
    const { directory, idOf } = local;
    await expect(directory.blockSignIn(idOf("erik"))).rejects.toThrow(/Disable the account in the on-premises/);
    await expect(directory.resetPasswordToUnknown(idOf("erik"))).rejects.toThrow(/Reset the password in the on-prem/);
    const devices = await directory.devices(idOf("erik"));
    const hybrid = devices.find((device) => device.masteredOnPremises);
    await expect(directory.disableDevice(hybrid?.id ?? "")).rejects.toThrow(/Disable the computer in the on-premises/);
  });
});

import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { ExchangeAdminApi } from "../../shared/adapters/exchange/admin-api.ts";
import { ExchangeMobileDevices } from "../../shared/adapters/exchange/mobile-devices.ts";
import { GraphManagedDevices } from "../../shared/adapters/graph/managed-devices.ts";
import { NeedsPersonError } from "../../shared/domain/errors.ts";
import { LeaverId } from "../../shared/domain/ids.ts";
import { allPermissions } from "../../shared/domain/step.ts";
import { localTenant } from "./graph/local-tenant.ts";
import { type ScriptedAnswer, scriptedService } from "./graph/scripted-service.ts";

/** To hold the traffic against Microsoft's schema by hand: names a file that is added to. */
const recording = process.env.TENANT_RECORDING;

/** What the steps of the section ask for, and nothing else. */
const grantedPermissions = [
  ...new Set(steps.filter(({ section }) => section === "devices").flatMap(allPermissions)),
].filter((permission) => !permission.startsWith("Exchange."));

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  const record = (exchange: object) => appendFileSync(`${recording}`, `${JSON.stringify(exchange)}\n`);
  local = await localTenant({ grantedPermissions, ...(recording && { record }) });
});
afterAll(async () => {
  expect(local.tenant.unhandled()).toEqual([]);
  await local.tenant.close();
});

describe("with the rights of the steps", () => {
  test("R-52: devices are read, ordered and asked for again", async () => {
    const { managedDevices, idOf } = local;
    const id = idOf("anna");
    const [laptop, phone] = (await managedDevices.of(id)) ?? [];
    expect([laptop?.ownership, phone?.ownership]).toEqual(["company", "personal"]);

    await managedDevices.retire(`${phone?.id}`);
    await managedDevices.wipe(`${laptop?.id}`);

    expect(await managedDevices.find(id, `${laptop?.id}`)).toMatchObject({ order: { kind: "wipe", state: "pending" } });
    expect(await managedDevices.of(id)).toMatchObject([{ order: { kind: "wipe" } }, { order: { kind: "retire" } }]);
    expect(await managedDevices.find(idOf("ben"), `${laptop?.id}`)).toBeUndefined();
    expect(await managedDevices.of(idOf("guest"))).toEqual([]);
  });

  test("a device that is gone has nothing to retire or to wipe", async () => {
    const { managedDevices, idOf } = local;
    const gone = "7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f";

    await managedDevices.retire(gone);
    await managedDevices.wipe(gone);
    expect(await managedDevices.find(idOf("anna"), gone)).toBeUndefined();
  });

  test("R-55: what the directory knows of leaver08's devices", async () => {
    const { managedDevices, idOf } = local;

    expect(await managedDevices.known(idOf("leaver08"))).toMatchObject([
      { computer: true, registeredOnly: false, managed: true },
      { computer: false, registeredOnly: true, managed: false },
      { computer: true, registeredOnly: true, managed: false },
    ]);
  });

  test("without Intune there are no managed devices", async () => {
    const without = await localTenant();
    without.tenant.state.intune.licensed = false;

    const seen = await without.managedDevices.of(without.idOf("anna"));

    await without.tenant.close();
    expect(seen).toBeUndefined();
  });

  test.each(["DeviceManagementManagedDevices.Read.All", "DeviceManagementManagedDevices.PrivilegedOperations.All"])(
    "without %s the refusal names it",
    async (permission) => {
      const without = await localTenant({ grantedPermissions: ["User.Read.Nothing"] });
      const { managedDevices, idOf } = without;

      const work = permission.includes(".Read.") ? managedDevices.of(idOf("anna")) : managedDevices.retire("x");
      const refused = await work.catch((error: unknown) => error);

      await without.tenant.close();
      expect(refused).toBeInstanceOf(NeedsPersonError);
      expect(String(refused)).toContain(permission);
    },
  );
});

const id = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const guid = "5f4c1b2a-0d9e-4f8a-b7c6-d5e4f3a2b1c0";
const values = (...value: unknown[]): ScriptedAnswer => ({ body: { value } });

describe("what Intune may say", () => {
  const device = { id: "1", userId: id.toUpperCase(), managedDeviceOwnerType: "company", managementState: "managed" };
  const action = (actionName: string, actionState: string, startDateTime = "2026-05-01T10:00:00Z") => ({
    actionName,
    actionState,
    startDateTime,
  });

  async function seen(...devices: object[]) {
    await using service = await scriptedService(values(...devices));
    return await new GraphManagedDevices(service.graph).of(id).catch((error: unknown) => error);
  }

  test.each([["personal"], ["unknown"], ["unknownFutureValue"], ["shared"], [null], [undefined]])(
    "R-52: an owner %s is not the company",
    async (managedDeviceOwnerType) => {
      expect(await seen({ ...device, managedDeviceOwnerType })).toMatchObject([
        { ownership: managedDeviceOwnerType === "personal" ? "personal" : "unknown" },
      ]);
    },
  );

  test.each([
    [{ managementState: "retirePending" }, { kind: "retire", state: "pending" }],
    [{ managementState: "wipeIssued" }, { kind: "wipe", state: "pending" }],
    [{ managementState: "wipeFailed" }, { kind: "wipe", state: "failed" }],
    [{ deviceActionResults: [action("factoryReset", "active")] }, { kind: "wipe", state: "pending" }],
    [{ deviceActionResults: [action("retire", "notSupported")] }, { kind: "retire", state: "failed" }],
    [
      { deviceActionResults: [action("wipe", "done"), action("retire", "pending", "2026-06-01T10:00:00Z")] },
      { kind: "retire", state: "pending" },
    ],
  ])("%j is the order %j", async (more, order) => {
    expect(await seen({ ...device, ...more })).toMatchObject([{ order }]);
  });

  test.each([
    [{ managementState: "wipeCanceled", deviceActionResults: [action("wipe", "canceled")] }],
    [{ deviceActionResults: [action("syncDevice", "pending"), action("retire", "none")] }],
    [{}],
  ])("%j is no order", async (more) => {
    expect(await seen({ ...device, ...more })).toMatchObject([{ order: undefined }]);
  });

  test("R-52: a filter that was not heeded names other people's devices: a person is asked", async () => {
    expect(await seen(device, { ...device, userId: guid })).toBeInstanceOf(NeedsPersonError);
    expect(await seen({ ...device, userId: null })).toBeInstanceOf(NeedsPersonError);
  });
});

describe("what Exchange may say", () => {
  const mailbox = { ExternalDirectoryObjectId: id, ExchangeGuid: guid };
  const phone = { Identity: "ana\\ExchangeActiveSyncDevices\\x", Guid: guid, DeviceId: "A1" };

  async function asking(work: (devices: ExchangeMobileDevices) => Promise<unknown>, ...script: ScriptedAnswer[]) {
    await using service = await scriptedService(...script);
    const { origin: endpoint, signIn } = service;
    const api = new ExchangeAdminApi({ endpoint, tenantId: "8d2c5b1e-5f0a-4c52-9c1a-2f6f0a9f1b11", signIn });
    const outcome = await work(new ExchangeMobileDevices(api)).catch((error: unknown) => error);
    return { outcome, cmdlets: service.requests.map(({ body }) => JSON.parse(body).CmdletInput), service };
  }

  test("R-52, FACT-15: every wipe is sent with AccountOnly", async () => {
    const { cmdlets } = await asking((devices) => devices.wipeAccount(guid), values());

    expect(cmdlets).toEqual([
      { CmdletName: "Clear-MobileDevice", Parameters: { Identity: guid, AccountOnly: true, Confirm: false } },
    ]);
  });

  test.each([
    [{ DeviceWipeRequestTime: null, DeviceWipeAckTime: null }, undefined],
    [{ DeviceWipeRequestTime: "2026-05-01T10:00:00Z" }, { acknowledged: false }],
    [
      { DeviceWipeRequestTime: "2026-05-01T10:00:00Z", DeviceWipeAckTime: "2026-05-01T10:10:00Z" },
      { acknowledged: true },
    ],
    [
      { DeviceWipeRequestTime: "2026-05-03T10:00:00Z", DeviceWipeAckTime: "2026-05-01T10:10:00Z" },
      { acknowledged: false },
    ],
  ])("R-54: %j is %j: an old answer answers no later order", async (more, wipe) => {
    // Two are asked for side by side, so that both answers say everything.
    const both = values({ ...phone, ...more });
    const { outcome } = await asking((devices) => devices.of(id), values(mailbox), both, both);

    expect(outcome).toEqual([{ id: guid, deviceId: "A1", wipe: wipe && expect.objectContaining(wipe) }]);
  });

  test("clients of several mailboxes are nobody's: a person is asked", async () => {
    const other = { ...phone, Identity: "bea\\ExchangeActiveSyncDevices\\y" };
    const both = values(phone, other);
    const { outcome } = await asking((devices) => devices.of(id), values(mailbox), both, both);

    expect(outcome).toBeInstanceOf(NeedsPersonError);
  });

  test.each([
    [values({ ExternalDirectoryObjectId: guid })],
    [values()],
    [values({ ExternalDirectoryObjectId: id }, { ExternalDirectoryObjectId: guid })],
  ])("a block list that is not the leaver's alone is not read", async (answer) => {
    expect((await asking((devices) => devices.blocked(id), answer)).outcome).toBeInstanceOf(NeedsPersonError);
  });
});

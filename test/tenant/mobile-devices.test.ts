import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { aTenant, clock, type TestTenant } from "./a-tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await aTenant();
});
afterEach(() => tenant[Symbol.asyncDispose]());

const minuteMs = 60_000;
const Value = z.object({ value: z.array(z.record(z.string(), z.unknown())) });
const shown = async (cmdlet: string, parameters: Record<string, unknown>) =>
  Value.parse((await tenant.exchange(cmdlet, parameters)).body).value;
const phones = (who: string) => shown("Get-MobileDevice", { Mailbox: tenant.state.person(who).id });
const statistics = (who: string) => shown("Get-MobileDeviceStatistics", { Mailbox: tenant.state.person(who).id });
const operations = () => tenant.effects().map(({ operation, by }) => (by ? `${operation} by ${by}` : operation));

test("6.3: a mailbox's clients; without a mailbox everybody's come back", async () => {
  expect(await phones("clara")).toMatchObject([
    { ClientType: "REST", DeviceType: "Outlook" },
    { ClientType: "EAS", DeviceAccessState: "Allowed" },
  ]);
  expect((await shown("Get-MobileDevice", {})).length).toBeGreaterThan(10);
  expect((await tenant.exchange("Get-MobileDeviceStatistics", {})).status).toBe(400);
  expect((await tenant.exchange("Get-MobileDevice", { Mailbox: "nobody" })).status).toBe(404);
});

test("FACT-15: a wipe without AccountOnly resets the phone of the native mail app; Outlook loses its own data only", async () => {
  const [outlook, native] = await phones("clara");

  await tenant.exchange("Clear-MobileDevice", { Identity: outlook?.Guid, Confirm: false });
  await tenant.exchange("Clear-MobileDevice", { Identity: native?.Guid, Confirm: false });
  await tenant.exchange("Clear-MobileDevice", { Identity: native?.Identity, AccountOnly: true, Confirm: false });

  expect(operations()).toEqual(["account-only-wipe", "full-wipe", "account-only-wipe"]);
});

test("6.3: the client acknowledges at its next sync", async () => {
  const [phone] = await phones("ben");
  await tenant.exchange("Clear-MobileDevice", { Identity: phone?.Guid, AccountOnly: true, Confirm: false });

  expect(await statistics("ben")).toMatchObject([
    { Guid: phone?.Guid, DeviceWipeRequestTime: expect.any(String), DeviceWipeAckTime: null },
  ]);
  await clock.advance(16 * minuteMs);

  expect(await statistics("ben")).toMatchObject([{ DeviceWipeAckTime: expect.any(String) }]);
  expect(operations()).toEqual(["account-only-wipe", "mobile-device-wiped by service"]);
});

test("R-53, R-54: off, shut out or without a partnership, a client never acknowledges", async () => {
  const [, off] = await phones("clara");
  const [shutOut] = await phones("ben");
  const [removed] = await phones("anna");
  await tenant.exchange("Set-CASMailbox", { Identity: tenant.state.person("ben").id, ActiveSyncEnabled: false });
  for (const phone of [off, shutOut, removed]) {
    await tenant.exchange("Clear-MobileDevice", { Identity: phone?.Guid, AccountOnly: true, Confirm: false });
  }
  await tenant.exchange("Remove-MobileDevice", { Identity: removed?.Guid, Confirm: false });
  await clock.advance(600 * minuteMs);

  expect(operations().filter((operation) => operation.endsWith("by service"))).toEqual([]);
  expect(await phones("anna")).toEqual([]);
  expect((await tenant.exchange("Remove-MobileDevice", { Identity: removed?.Guid })).status).toBe(404);
});

test("6.3: an order that was not fetched can be taken back", async () => {
  const [phone] = await phones("anna");
  await tenant.exchange("Clear-MobileDevice", { Identity: phone?.Guid, AccountOnly: true, Confirm: false });
  await tenant.exchange("Clear-MobileDevice", { Identity: phone?.Guid, Cancel: true, Confirm: false });
  await clock.advance(16 * minuteMs);

  expect(operations()).toEqual(["account-only-wipe", "cancel-wipe"]);
  expect(await statistics("anna")).toMatchObject([{ DeviceWipeRequestTime: null }]);
});

test("6.3: device ids are blocked and allowed one by one; what is so already is a warning", async () => {
  const [phone] = await phones("anna");
  const identity = tenant.state.person("anna").id;
  const set = async (change: object) => {
    const list = { "@odata.type": "#Exchange.GenericHashTable", ...change };
    return (await tenant.exchange("Set-CASMailbox", { Identity: identity, ActiveSyncBlockedDeviceIDs: list })).body;
  };

  await set({ add: phone?.DeviceId });
  expect(await set({ add: phone?.DeviceId })).toMatchObject({
    "@adminapi.warnings": [expect.stringContaining("no settings of")],
  });
  expect(await shown("Get-CASMailbox", { Identity: identity })).toMatchObject([
    { ActiveSyncBlockedDeviceIDs: [phone?.DeviceId] },
  ]);
  expect(await phones("anna")).toMatchObject([{ DeviceAccessState: "Blocked" }]);
  await set({ remove: phone?.DeviceId });

  expect(await phones("anna")).toMatchObject([{ DeviceAccessState: "Allowed" }]);
  expect(operations()).toEqual(["block-mobile-devices", "block-mobile-devices"]);
});

test("the state of devices outlives a restart", async () => {
  const { state } = tenant;
  const [phone] = await phones("anna");
  await tenant.exchange("Clear-MobileDevice", { Identity: phone?.Guid, AccountOnly: true, Confirm: false });
  await tenant.graph("GET", `deviceManagement/managedDevices?$filter=userId eq '${state.person("anna").id}'`);

  for (const book of [state.mobileDevices, state.intune]) {
    const content = book.schema.parse(JSON.parse(JSON.stringify(book.content())));
    expect(content).toEqual(book.content());
  }
});

import { expect, test } from "vitest";
import { aTenant, type TestTenant } from "./a-tenant.ts";

const id = (tenant: TestTenant, who: string) => tenant.state.person(who).id;
const nothingChanged = { "@adminapi.warnings": [expect.stringMatching(/no settings of '.+' have been modified/)] };

test("a hold is placed once, repeated with a warning, lifted, and leaves a delay hold (FACT-19)", async () => {
  await using tenant = await aTenant();
  const set = (enabled: boolean) =>
    tenant.exchange("Set-Mailbox", { Identity: id(tenant, "anna"), LitigationHoldEnabled: enabled, Force: true });

  expect((await set(true)).status).toBe(200);
  expect((await set(true)).body).toMatchObject(nothingChanged);
  expect((await tenant.exchange("Get-Mailbox", { Identity: id(tenant, "anna") })).body).toMatchObject({
    value: [
      { LitigationHoldEnabled: true, LitigationHoldDate: expect.any(String), LitigationHoldDuration: "Unlimited" },
    ],
  });
  await set(false);

  expect((await tenant.exchange("Get-Mailbox", { Identity: id(tenant, "anna") })).body).toMatchObject({
    value: [{ LitigationHoldEnabled: false, DelayHoldApplied: true }],
  });
  expect(tenant.effects().map(({ operation }) => operation)).toEqual(["place-litigation-hold", "lift-litigation-hold"]);
});

test("days of a hold are shown as a time span", async () => {
  await using tenant = await aTenant();
  const wanted = { LitigationHoldEnabled: true, LitigationHoldDuration: 365 };
  await tenant.exchange("Set-Mailbox", { Identity: id(tenant, "anna"), ...wanted });

  expect((await tenant.exchange("Get-Mailbox", { Identity: id(tenant, "anna") })).body).toMatchObject({
    value: [{ LitigationHoldDuration: "365.00:00:00" }],
  });
});

test.each(["leaver08", "leaver09"])("FACT-18: %s's licences allow no hold", async (who) => {
  await using tenant = await aTenant();

  const reply = await tenant.exchange("Set-Mailbox", { Identity: id(tenant, who), LitigationHoldEnabled: true });

  expect(reply.status).toBe(400);
  expect(tenant.effects()).toEqual([]);
});

test("a refused parameter keeps the others from being set", async () => {
  await using tenant = await aTenant();
  const parameters = { LitigationHoldEnabled: true, LitigationHoldDuration: "for ever" };

  const reply = await tenant.exchange("Set-Mailbox", { Identity: id(tenant, "anna"), ...parameters });

  expect(reply.status).toBe(400);
  expect(tenant.effects()).toEqual([]);
});

test("rules of a client are removed only by who accepts their loss; hidden ones are shown to who asks", async () => {
  await using tenant = await aTenant();
  const Mailbox = id(tenant, "anna");
  const rules = async (more = {}) => (await tenant.exchange("Get-InboxRule", { Mailbox, ...more })).body;
  const { value } = (await rules()) as { value: { RuleIdentity: string }[] };
  const Identity = value[0]?.RuleIdentity;

  expect(value).toHaveLength(3);
  expect(await rules({ IncludeHidden: true })).toMatchObject({ value: { length: 4 } });
  expect((await tenant.exchange("Remove-InboxRule", { Mailbox, Identity, Confirm: false })).status).toBe(400);
  const all = { Mailbox, Identity, AlwaysDeleteOutlookRulesBlob: true, Confirm: false };
  expect((await tenant.exchange("Remove-InboxRule", all)).status).toBe(200);
  expect((await tenant.exchange("Remove-InboxRule", all)).status).toBe(404);
});

test("automatic replies come back rewritten", async () => {
  await using tenant = await aTenant();
  const Identity = id(tenant, "anna");
  const wanted = {
    AutoReplyState: "Enabled",
    ExternalMessage: "<p id='x'>Grüße</p><!-- mark -->",
    ExternalAudience: "All",
  };

  const first = await tenant.exchange("Set-MailboxAutoReplyConfiguration", { Identity, ...wanted });
  const again = await tenant.exchange("Set-MailboxAutoReplyConfiguration", { Identity, ...wanted });

  expect(first.body).toMatchObject({ "@adminapi.warnings": [] });
  expect(again.body).toMatchObject(nothingChanged);
  expect((await tenant.exchange("Get-MailboxAutoReplyConfiguration", { Identity })).body).toMatchObject({
    value: [{ AutoReplyState: "Enabled", ExternalMessage: expect.stringMatching(/<p>Gr&#252;&#223;e<\/p>\n/) }],
  });
});

test("a view of the calendar expands series, has pages of ten, and spans 1825 days at most", async () => {
  await using tenant = await aTenant();
  const view = (days: number, more = "") => {
    const [start, end] = [Date.now(), Date.now() + days * 86_400_000].map((at) => new Date(at).toISOString());
    return tenant.graph(
      "GET",
      `users/${id(tenant, "anna")}/calendarView?startDateTime=${start}&endDateTime=${end}${more}`,
    );
  };

  expect((await view(365)).body).toMatchObject({ value: { length: 10 }, "@odata.nextLink": expect.any(String) });
  expect((await view(365, "&$top=999&$filter=isOrganizer eq false")).body).toMatchObject({ value: { length: 1 } });
  expect((await view(1826)).body).toMatchObject({ error: { code: "ErrorCalendarViewRangeTooBig" } });
});

test.each([0, 1826, 1.5])("a window of %d days is refused", async (days) => {
  await using tenant = await aTenant();
  const parameters = { CancelOrganizedMeetings: true, QueryWindowInDays: days, Confirm: false };

  const reply = await tenant.exchange("Remove-CalendarEvents", { Identity: id(tenant, "anna"), ...parameters });

  expect(reply.status).toBe(400);
  expect(tenant.effects()).toEqual([]);
});

test("a preview cancels nothing and tells nothing", async () => {
  await using tenant = await aTenant();
  const parameters = { CancelOrganizedMeetings: true, QueryWindowInDays: 30, PreviewOnly: true, Confirm: false };

  const reply = await tenant.exchange("Remove-CalendarEvents", { Identity: id(tenant, "anna"), ...parameters });

  expect(reply.body).toMatchObject({ value: [] });
  expect(tenant.effects()).toEqual([]);
});

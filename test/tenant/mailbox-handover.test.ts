import { expect, test } from "vitest";
import { aTenant, type Reply, type TestTenant } from "./a-tenant.ts";

const id = (tenant: TestTenant, who: string) => tenant.state.person(who).id;
const operations = (tenant: TestTenant) => tenant.effects().map(({ operation }) => operation);
const value = (reply: Reply) => (reply.body as { value: Record<string, unknown>[] }).value;
const warnings = (reply: Reply) => (reply.body as { "@adminapi.warnings": string[] })["@adminapi.warnings"];
const nothingChanged = [expect.stringMatching(/completed successfully but no settings of '.+' have been modified/)];

async function shown(tenant: TestTenant, who: string): Promise<Record<string, unknown>> {
  return value(await tenant.exchange("Get-Mailbox", { Identity: id(tenant, who) }))[0] ?? {};
}

test("a mailbox is converted and back; a repetition says that nothing changed; Graph shows it its own way", async () => {
  await using tenant = await aTenant();
  const convert = (type: string) => tenant.exchange("Set-Mailbox", { Identity: id(tenant, "anna"), Type: type });
  const purpose = async () => (await tenant.graph("GET", `users/${id(tenant, "anna")}/mailboxSettings`)).body;

  await convert("Shared");
  expect(await shown(tenant, "anna")).toMatchObject({ RecipientTypeDetails: "SharedMailbox", IsShared: true });
  expect(await purpose()).toMatchObject({ userPurpose: "shared" });
  expect(warnings(await convert("Shared"))).toEqual(nothingChanged);
  await convert("Regular");
  expect(await purpose()).toMatchObject({ userPurpose: "user" });
  expect((await convert("Huge")).status).toBe(400);

  expect(operations(tenant)).toEqual(["convert-mailbox", "convert-mailbox"]);
});

test("Graph and Exchange lag on their own", async () => {
  await using tenant = await aTenant();
  tenant.faults.lag("userPurpose", 60_000);

  await tenant.exchange("Set-Mailbox", { Identity: id(tenant, "anna"), Type: "Shared" });

  expect(await shown(tenant, "anna")).toMatchObject({ RecipientTypeDetails: "SharedMailbox" });
  expect((await tenant.graph("GET", `users/${id(tenant, "anna")}/mailboxSettings`)).body).toMatchObject({
    userPurpose: "user",
  });
});

test("who has no mailbox has no settings in Graph, told by its own error", async () => {
  await using tenant = await aTenant();

  const reply = await tenant.graph("GET", `users/${id(tenant, "george")}/mailboxSettings?$select=userPurpose`);

  expect(reply).toMatchObject({ status: 404, body: { error: { code: "MailboxNotEnabledForRESTAPI" } } });
});

test("mailboxSettings needs its permission", async () => {
  await using tenant = await aTenant({ grantedPermissions: ["User.Read.All"] });

  expect((await tenant.graph("GET", `users/${id(tenant, "anna")}/mailboxSettings`)).status).toBe(403);
});

test("sizes are written as Exchange writes them, an archive only where there is one", async () => {
  await using tenant = await aTenant();
  const size = (who: string, more = {}) =>
    tenant.exchange("Get-MailboxStatistics", { Identity: id(tenant, who), ...more });

  expect(value(await size("anna"))).toMatchObject([{ TotalItemSize: "12.3 GB (13,207,024,435 bytes)" }]);
  expect(value(await size("clara", { Archive: true }))).toMatchObject([
    { TotalItemSize: expect.stringMatching(/^30 GB/) },
  ]);
  expect((await size("anna", { Archive: true })).status).toBe(404);
});

test("a mailbox that nobody ever opened has no size but a warning", async () => {
  await using tenant = await aTenant();
  const mailbox = tenant.state.mailboxes.find(id(tenant, "anna"));
  if (mailbox !== undefined) tenant.state.exchange.of(mailbox).primaryBytes = 0;

  const reply = await tenant.exchange("Get-MailboxStatistics", { Identity: id(tenant, "anna") });

  expect([value(reply), warnings(reply)]).toEqual([[], [expect.stringContaining("hasn't logged on")]]);
});

test("forwarding: one call is one effect; the recipient is shown by name; a repetition changes nothing", async () => {
  await using tenant = await aTenant();
  const forward = (more: object) => tenant.exchange("Set-Mailbox", { Identity: id(tenant, "anna"), ...more });
  const toMaria = { ForwardingAddress: id(tenant, "maria"), DeliverToMailboxAndForward: true };

  await forward({ ...toMaria, ForwardingSmtpAddress: null });
  expect(await shown(tenant, "anna")).toMatchObject({
    ForwardingAddress: "Maria Keller",
    ForwardingSmtpAddress: null,
    DeliverToMailboxAndForward: true,
  });
  expect(warnings(await forward(toMaria))).toEqual(nothingChanged);
  await forward({ ForwardingAddress: null, ForwardingSmtpAddress: "a@mail.example.org" });
  expect(await shown(tenant, "anna")).toMatchObject({
    ForwardingAddress: null,
    ForwardingSmtpAddress: "smtp:a@mail.example.org",
  });
  expect((await forward({ ForwardingAddress: "nobody" })).status).toBe(404);

  expect(tenant.effects()).toMatchObject([
    { operation: "set-forwarding", detail: { to: id(tenant, "maria"), toAddress: false, keepsCopy: true } },
    { operation: "set-forwarding", detail: { to: null, toAddress: true, keepsCopy: true } },
  ]);
});

test("a synced mailbox refuses what Active Directory masters, and takes the rest", async () => {
  await using tenant = await aTenant();
  const set = (more: object) => tenant.exchange("Set-Mailbox", { Identity: id(tenant, "erik"), ...more });
  const refused = {
    status: 400,
    body: {
      error: { details: [{ message: expect.stringContaining("synchronized from your on-premises organization") }] },
    },
  };

  expect(await set({ HiddenFromAddressListsEnabled: true })).toMatchObject(refused);
  expect(await set({ ForwardingAddress: id(tenant, "oskar") })).toMatchObject(refused);
  expect((await set({ Type: "Shared" })).status).toBe(200);

  expect(operations(tenant)).toEqual(["convert-mailbox"]);
});

test("hiding and showing", async () => {
  await using tenant = await aTenant();
  const hide = (hidden: boolean) =>
    tenant.exchange("Set-Mailbox", { Identity: id(tenant, "anna"), HiddenFromAddressListsEnabled: hidden });

  await hide(true);
  expect(await shown(tenant, "anna")).toMatchObject({ HiddenFromAddressListsEnabled: true });
  expect(warnings(await hide(true))).toEqual(nothingChanged);
  await hide(false);

  expect(operations(tenant)).toEqual(["hide-from-address-lists", "show-in-address-lists"]);
});

const access = { AccessRights: ["FullAccess"], InheritanceType: "All", Confirm: false };

test("who may open a mailbox: granted and taken once, repeated with a warning", async () => {
  await using tenant = await aTenant();
  const of = { Identity: id(tenant, "ben"), User: "maria.keller@kestrel.example" };

  await tenant.exchange("Add-MailboxPermission", { ...of, ...access, AutoMapping: true });
  expect(warnings(await tenant.exchange("Add-MailboxPermission", { ...of, ...access }))).toHaveLength(1);
  expect(value(await tenant.exchange("Get-MailboxPermission", of))).toMatchObject([
    { User: "maria.keller@kestrel.example", AccessRights: ["FullAccess"], IsInherited: false, Deny: false },
  ]);
  await tenant.exchange("Remove-MailboxPermission", { ...of, ...access });
  expect(warnings(await tenant.exchange("Remove-MailboxPermission", { ...of, ...access }))).toEqual([
    expect.stringContaining("because the ACE doesn't exist on the object"),
  ]);
  expect(value(await tenant.exchange("Get-MailboxPermission", of))).toEqual([]);

  expect(operations(tenant)).toEqual(["grant-full-access", "revoke-full-access"]);
});

test("without a name every entry comes back, the mailbox's own as well", async () => {
  await using tenant = await aTenant();

  const entries = value(await tenant.exchange("Get-MailboxPermission", { Identity: id(tenant, "notices") }));

  expect(entries.map(({ User }) => User)).toEqual([
    "NT AUTHORITY\\SELF",
    "anna.albrecht@kestrel.example",
    "ben.okafor@kestrel.example",
  ]);
});

test("an entry of somebody who is gone for good shows an id of nobody", async () => {
  await using tenant = await aTenant();
  const anna = id(tenant, "anna");
  await tenant.graph("DELETE", `users/${anna}`);
  await tenant.graph("DELETE", `directory/deletedItems/${anna}`);

  const entries = value(await tenant.exchange("Get-MailboxPermission", { Identity: id(tenant, "notices") }));

  expect(entries.map(({ User }) => User)).toContainEqual(expect.stringMatching(/^S-1-5-21-/));
});

test("in whose name somebody may send can be asked both ways; granted and taken once", async () => {
  await using tenant = await aTenant();
  const of = { Identity: id(tenant, "ben"), Trustee: "anna.albrecht@kestrel.example" };
  const right = { AccessRights: ["SendAs"], Confirm: false };

  await tenant.exchange("Add-RecipientPermission", { ...of, ...right });
  expect(warnings(await tenant.exchange("Add-RecipientPermission", { ...of, ...right }))).toHaveLength(1);
  const backwards = await tenant.exchange("Get-RecipientPermission", { Trustee: of.Trustee, ResultSize: "Unlimited" });
  expect(value(backwards)).toMatchObject([
    { Identity: "Ben Okafor", Trustee: of.Trustee, AccessRights: ["SendAs"], AccessControlType: "Allow" },
    { Identity: "Leaver Notices" },
  ]);
  await tenant.exchange("Remove-RecipientPermission", { ...of, ...right });
  expect(warnings(await tenant.exchange("Remove-RecipientPermission", { ...of, ...right }))).toEqual([
    expect.stringContaining("because the ACE isn't present"),
  ]);

  expect(operations(tenant)).toEqual(["grant-send-as", "revoke-send-as"]);
});

test("sending on behalf is a list of the mailbox: a hash table adds and removes, an array replaces", async () => {
  await using tenant = await aTenant();
  const set = (list: unknown) =>
    tenant.exchange("Set-Mailbox", { Identity: id(tenant, "ben"), GrantSendOnBehalfTo: list });
  const table = (change: object) => ({ "@odata.type": "#Exchange.GenericHashTable", ...change });

  await set(table({ add: id(tenant, "anna") }));
  expect(warnings(await set(table({ add: "anna.albrecht@kestrel.example" })))).toEqual(nothingChanged);
  await set([id(tenant, "clara")]);
  expect(await shown(tenant, "ben")).toMatchObject({ GrantSendOnBehalfTo: ["Clara Nguyen"] });
  await set(table({ remove: id(tenant, "clara") }));
  expect((await set(table({ add: "nobody" }))).status).toBe(404);
  expect((await set(7)).status).toBe(400);

  expect(operations(tenant)).toEqual([
    "grant-send-on-behalf",
    "grant-send-on-behalf",
    "revoke-send-on-behalf",
    "revoke-send-on-behalf",
  ]);
});

test("a recipient is found by id, address, sign-in name or name; a guest is one whose mailbox is elsewhere", async () => {
  await using tenant = await aTenant();
  const { id: maria, mail, userPrincipalName, displayName } = tenant.state.person("maria");
  const find = (identity: string | null) => tenant.exchange("Get-Recipient", { Identity: identity });

  for (const identity of [maria, mail, userPrincipalName, displayName]) {
    expect(value(await find(identity))).toMatchObject([
      { ExternalDirectoryObjectId: maria, RecipientTypeDetails: "UserMailbox", PrimarySmtpAddress: mail },
    ]);
  }
  expect(value(await find(id(tenant, "notices")))).toMatchObject([{ RecipientTypeDetails: "SharedMailbox" }]);
  expect(value(await find(id(tenant, "guest")))).toMatchObject([{ RecipientTypeDetails: "GuestMailUser" }]);
  expect((await find(id(tenant, "george"))).status).toBe(404);
  expect((await find("quentin.duval@mail.example.org")).status).toBe(404);
  expect(value(await find("")).length).toBeGreaterThan(10);
});

test("many objects come in pages: the same body at the address of the link", async () => {
  await using tenant = await aTenant({ people: 1100 });
  const all = tenant.state.mailboxes.all().length;

  const first = await tenant.exchange("Get-Mailbox", { ResultSize: "Unlimited" });

  expect(value(first)).toHaveLength(1000);
  expect(first.body).toMatchObject({ "@odata.nextLink": expect.stringContaining("$skiptoken=1000") });
  expect(all).toBeGreaterThan(1100);
});

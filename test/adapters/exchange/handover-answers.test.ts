import { describe, expect, test } from "vitest";
import { ExchangeAdminApi } from "../../../shared/adapters/exchange/admin-api.ts";
import { ExchangeMailForwarding } from "../../../shared/adapters/exchange/mail-forwarding.ts";
import { ExchangeMailboxAccess } from "../../../shared/adapters/exchange/mailbox-access.ts";
import { ExchangeSharedMailboxes } from "../../../shared/adapters/exchange/shared-mailboxes.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../../shared/domain/errors.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { type ScriptedAnswer, scriptedService } from "../graph/scripted-service.ts";
import { byCmdlet } from "./by-cmdlet.ts";

const owner = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const grantee = LeaverId.parse("0d7a6b52-90cb-4c5a-8e3f-5a4b3c2d1e0f");
const guid = "11111111-2222-4333-8444-555555555555";
const tenantId = "8d2c5b1e-5f0a-4c52-9c1a-2f6f0a9f1b11";

const mailbox = (more: object = {}) => ({ ExternalDirectoryObjectId: owner, ExchangeGuid: guid, ...more });
const recipient = (id: string, type = "UserMailbox") => ({
  ExternalDirectoryObjectId: id,
  Name: "Some Name",
  PrimarySmtpAddress: "some.name@kestrel.example",
  RecipientTypeDetails: type,
});
const answer = (...value: object[]): ScriptedAnswer => ({ body: { value } });
const notFound: ScriptedAnswer = {
  status: 404,
  body: { error: { details: [{ message: "|X.ManagementObjectNotFoundException|couldn't be found on 'server'" }] } },
};

/** What came of the work against a service with these answers, and the cmdlets that it saw. */
async function asking<T>(work: (api: ExchangeAdminApi) => Promise<T>, ...script: ScriptedAnswer[]) {
  await using service = await scriptedService(...script);
  const api = new ExchangeAdminApi({ endpoint: service.origin, tenantId, signIn: service.signIn });
  const outcome = await work(api).catch((error: unknown) => error);
  const inputs = service.requests.map(({ body }) => JSON.parse(body).CmdletInput);
  return { outcome, inputs, names: inputs.map(({ CmdletName }) => CmdletName) };
}

describe("rights that Exchange shows", () => {
  const looking = (rights: Parameters<ExchangeMailboxAccess["rightsOn"]>[2]) => (api: ExchangeAdminApi) =>
    new ExchangeMailboxAccess(api).rightsOn([owner], grantee, rights);
  const entry = (more: object = {}) => ({ User: "a@kestrel.example", AccessRights: ["FullAccess"], ...more });

  test("a right of its own that allows is one", async () => {
    const { outcome, inputs } = await asking(
      looking(["full-access"]),
      answer(recipient(grantee)),
      answer(mailbox()),
      answer(entry()),
    );

    expect(outcome).toEqual([{ owner, right: "full-access" }]);
    expect(inputs[2].Parameters).toEqual({ Identity: guid, User: "some.name@kestrel.example" });
  });

  test.each([
    ["denied", entry({ Deny: true })],
    ["inherited", entry({ IsInherited: true })],
    ["another one", entry({ AccessRights: "ReadPermission" })],
  ])("one that is %s is none", async (_, shown) => {
    const { outcome } = await asking(
      looking(["full-access"]),
      answer(recipient(grantee)),
      answer(mailbox()),
      answer(shown),
    );

    expect(outcome).toEqual([]);
  });

  test.each([
    ["everybody's", [entry(), entry({ User: "b@kestrel.example" })]],
    ["the mailbox's own", [entry({ User: "NT AUTHORITY\\SELF" })]],
  ])("%s entries are believed to be nobody's: giving them back would open mailboxes", async (_, entries) => {
    const { outcome } = await asking(
      looking(["full-access"]),
      answer(recipient(grantee)),
      answer(mailbox()),
      answer(...entries),
    );

    expect(outcome).toBeInstanceOf(NeedsPersonError);
  });

  test("entries for sending of everybody are believed to be nobody's", async () => {
    const one = { Identity: "A", Trustee: "a", AccessRights: ["SendAs"] };
    const backwards = (api: ExchangeAdminApi) => new ExchangeMailboxAccess(api).canSendAs(grantee);

    const { outcome } = await asking(backwards, answer(recipient(grantee)), answer(one, { ...one, Trustee: "b" }));

    expect(outcome).toBeInstanceOf(NeedsPersonError);
  });

  test("in whose name: every owner by id; one whom the directory does not know is for a person", async () => {
    const one = { Identity: "A", Trustee: "a", AccessRights: ["SendAs"] };
    const backwards = (api: ExchangeAdminApi) => new ExchangeMailboxAccess(api).canSendAs(grantee);
    const first = [answer(recipient(grantee)), answer(one, { ...one, AccessControlType: "Deny", Identity: "B" })];

    expect((await asking(backwards, ...first, answer(recipient(owner)))).outcome).toEqual([owner]);
    expect((await asking(backwards, ...first, answer(recipient("")))).outcome).toBeInstanceOf(NeedsPersonError);
  });

  test("who is no recipient has no rights; nothing else is asked", async () => {
    const { outcome, names } = await asking(looking(["full-access"]), notFound);

    expect([outcome, names]).toEqual([[], ["Get-Recipient"]]);
  });

  test.each([
    ["another recipient", [recipient(owner)], NeedsPersonError],
    ["several recipients", [recipient(grantee), recipient(owner)], NeedsPersonError],
    ["none", [], TryLaterError],
    ["something else", [{ Name: 7 }], TryLaterError],
  ])("Exchange answers with %s", async (_, value, kind) => {
    expect((await asking(looking(["full-access"]), answer(...value))).outcome).toBeInstanceOf(kind);
  });
});

describe("rights that are given and taken", () => {
  const common = { Confirm: false };

  test.each([
    [
      "full-access",
      [answer(recipient(grantee)), answer(mailbox()), answer()],
      {
        Identity: guid,
        User: "some.name@kestrel.example",
        AccessRights: ["FullAccess"],
        InheritanceType: "All",
        ...common,
      },
      { add: { AutoMapping: true }, names: ["Add-MailboxPermission", "Remove-MailboxPermission"] },
    ],
    [
      "send-as",
      [answer(recipient(grantee)), answer(recipient(owner, "MailUniversalDistributionGroup")), answer()],
      { Identity: owner, Trustee: "some.name@kestrel.example", AccessRights: ["SendAs"], ...common },
      { add: {}, names: ["Add-RecipientPermission", "Remove-RecipientPermission"] },
    ],
  ] as const)("%s", async (right, script, parameters, { add, names }) => {
    const held = { owner, right };
    const granted = await asking((api) => new ExchangeMailboxAccess(api).grant(held, grantee), ...script);
    const revoked = await asking((api) => new ExchangeMailboxAccess(api).revoke(held, grantee), ...script);

    expect(granted.inputs.at(-1)).toEqual({ CmdletName: names[0], Parameters: { ...parameters, ...add } });
    expect(revoked.inputs.at(-1)).toEqual({ CmdletName: names[1], Parameters: parameters });
  });

  test("sending on behalf: one name is added or removed, the list stays", async () => {
    const held = { owner, right: "send-on-behalf" } as const;
    const script = [answer(recipient(grantee)), answer(mailbox()), answer()];
    const list = (change: object) => ({ "@odata.type": "#Exchange.GenericHashTable", ...change });

    const granted = await asking((api) => new ExchangeMailboxAccess(api).grant(held, grantee), ...script);
    const revoked = await asking((api) => new ExchangeMailboxAccess(api).revoke(held, grantee), ...script);

    const address = "some.name@kestrel.example";
    expect(granted.inputs.at(-1).Parameters).toEqual({ Identity: guid, GrantSendOnBehalfTo: list({ add: address }) });
    expect(revoked.inputs.at(-1).Parameters).toEqual({
      Identity: guid,
      GrantSendOnBehalfTo: list({ remove: address }),
    });
  });

  test("nothing is written before exactly that mailbox and that grantee were seen", async () => {
    const held = { owner, right: "full-access" } as const;
    const granting = (api: ExchangeAdminApi) => new ExchangeMailboxAccess(api).grant(held, grantee);
    const other = answer(mailbox({ ExternalDirectoryObjectId: grantee }));

    const wrongMailbox = await asking(granting, answer(recipient(grantee)), other);
    const nobody = await asking(granting, notFound);

    expect([wrongMailbox.names, nobody.names]).toEqual([["Get-Recipient", "Get-Mailbox"], ["Get-Recipient"]]);
    expect(wrongMailbox.outcome).toBeInstanceOf(NeedsPersonError);
    expect(nobody.outcome).toBeInstanceOf(NotFoundError);
  });
});

describe("delegates of a mailbox", () => {
  const counting = (api: ExchangeAdminApi) => new ExchangeMailboxAccess(api).delegatesOf(owner);

  test("R-24: those who have an entry of their own that allows, and not the mailbox itself", async () => {
    const all = byCmdlet({
      "Get-Mailbox": answer(mailbox({ GrantSendOnBehalfTo: ["Some Name"] })),
      "Get-MailboxPermission": answer(
        { User: "NT AUTHORITY\\SELF", AccessRights: ["FullAccess", "ReadPermission"] },
        { User: "a@kestrel.example", AccessRights: ["FullAccess"] },
        { User: "b@kestrel.example", AccessRights: ["FullAccess"], Deny: true },
        { User: "c@kestrel.example", AccessRights: ["FullAccess"], IsInherited: true },
      ),
      "Get-RecipientPermission": answer(
        { Identity: "Owner", Trustee: "NT AUTHORITY\\SELF", AccessRights: ["SendAs"] },
        { Identity: "Owner", Trustee: "a@kestrel.example", AccessRights: ["SendAs"] },
        { Identity: "Owner", Trustee: "b@kestrel.example", AccessRights: ["SendAs"], AccessControlType: "Deny" },
      ),
    });

    const { outcome } = await asking(counting, ...all);

    expect(outcome).toEqual({ "full-access": 1, "send-as": 1, "send-on-behalf": 1 });
  });

  test("without a mailbox there are none", async () => {
    const { outcome } = await asking(
      counting,
      ...byCmdlet({ "Get-Mailbox": notFound, "Get-RecipientPermission": notFound }),
    );

    expect(outcome).toBeUndefined();
  });
});

describe("a forwarding", () => {
  const reading = (api: ExchangeAdminApi) => new ExchangeMailForwarding(api).of(owner);
  const domains = answer({ DomainName: "Kestrel.example" });

  test("to a name that nobody has any more leads nowhere", async () => {
    const { outcome } = await asking(reading, answer(mailbox({ ForwardingAddress: "Gone" })), notFound);

    expect(outcome).toMatchObject({ recipient: { id: undefined, external: false }, keepsCopy: false });
  });

  test.each([
    ["of the organisation, whose mailbox is gone", "smtp:gone@kestrel.example", false],
    ["outside", "smtp:me@mail.example.org", true],
    ["that is none", "smtp:me", true],
  ])("to an address %s", async (_, ForwardingSmtpAddress, external) => {
    const both = byCmdlet({ "Get-Recipient": notFound, "Get-AcceptedDomain": domains });
    const { outcome } = await asking(reading, answer(mailbox({ ForwardingSmtpAddress })), ...both);

    expect(outcome).toMatchObject({ recipient: undefined, address: { id: undefined, external } });
  });

  test.each([
    ["MailContact", "external"],
    ["MailUser", "external"],
    ["GuestMailUser", "external"],
    ["SharedMailbox", "shared-mailbox"],
    ["UserMailbox", "mailbox"],
    ["MailUniversalDistributionGroup", "other"],
  ])("R-41: a %s is %s", async (type, kind) => {
    const target = (api: ExchangeAdminApi) => new ExchangeMailForwarding(api).kindOf(grantee);

    expect((await asking(target, answer(recipient(grantee, type)))).outcome).toBe(kind);
  });

  test("is ended by clearing all of it", async () => {
    const stopping = (api: ExchangeAdminApi) => new ExchangeMailForwarding(api).stop(owner);

    const { inputs } = await asking(stopping, answer(mailbox()), answer());

    expect(inputs.at(-1).Parameters).toEqual({
      Identity: guid,
      ForwardingAddress: null,
      ForwardingSmtpAddress: null,
      DeliverToMailboxAndForward: false,
    });
  });

  test("R-41: is not set to somebody whom Exchange does not name alone", async () => {
    const forwarding = (api: ExchangeAdminApi) =>
      new ExchangeMailForwarding(api).forward(owner, { to: grantee, as: "recipient", keepsCopy: true });
    // Mailbox and target are asked for at the same time, so that either may be answered first.
    const both = answer({ ...mailbox(), ...recipient(owner) });

    const { outcome, names } = await asking(forwarding, both, both);

    expect(outcome).toBeInstanceOf(NeedsPersonError);
    // Both are read at the same time; whether the other one was asked before the refusal came is no matter.
    expect(names.filter((name) => name !== "Get-Mailbox")).toEqual(["Get-Recipient"]);
  });
});

describe("sizes", () => {
  const measuring = (api: ExchangeAdminApi) => new ExchangeSharedMailboxes(api).sizesOf(owner);
  const typed = answer(mailbox({ RecipientTypeDetails: "UserMailbox", ArchiveStatus: "None" }));
  const sizes = (TotalItemSize: string) => answer({ TotalItemSize, TotalDeletedItemSize: "0 B (0 bytes)" });

  test.each([
    ["12.3 GB (13,207,024,435 bytes)", 13_207_024_435],
    ["12,3 GB (13.207.024.435 bytes)", 13_207_024_435],
    ["0 B (0 bytes)", 0],
  ])("R-30: %s", async (text, primary) => {
    expect((await asking(measuring, typed, sizes(text))).outcome).toEqual({
      primary,
      recoverable: 0,
      archive: undefined,
    });
  });

  test("R-30: a size that cannot be read is none", async () => {
    expect((await asking(measuring, typed, sizes("Unlimited"))).outcome).toBeInstanceOf(TryLaterError);
  });

  test("a mailbox that nobody ever opened is empty", async () => {
    expect((await asking(measuring, typed, answer())).outcome).toMatchObject({ primary: 0, recoverable: 0 });
  });
});

describe("a type", () => {
  test.each([
    ["UserMailbox", "user"],
    ["SharedMailbox", "shared"],
    ["RoomMailbox", "other"],
  ])("%s is %s", async (RecipientTypeDetails, type) => {
    const finding = (api: ExchangeAdminApi) => new ExchangeSharedMailboxes(api).find(owner);

    expect((await asking(finding, answer(mailbox({ RecipientTypeDetails })))).outcome).toMatchObject({ type });
  });
});

describe("all mailboxes", () => {
  const listing = (api: ExchangeAdminApi) => new ExchangeMailboxAccess(api).everyOwner();

  test("are read page by page with the same question, without those of the system, each once and sorted", async () => {
    const first: ScriptedAnswer = {
      raw: (request, response) => {
        const value = [mailbox(), { ExternalDirectoryObjectId: "" }, mailbox()];
        const next = `https://${request.headers.host}/adminapi/beta/${tenantId}/InvokeCommand?$skiptoken=x`;
        response.writeHead(200, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ value, "@odata.nextLink": next }));
      },
    };
    const last = { body: { value: [mailbox({ ExternalDirectoryObjectId: grantee })], "@odata.nextLink": null } };

    const { outcome, inputs } = await asking(listing, first, last);

    expect(outcome).toEqual([grantee, owner]);
    expect(inputs).toEqual([inputs[0], inputs[0]]);
    expect(inputs[0].Parameters).toEqual({ ResultSize: "Unlimited" });
  });

  test("a page at another address is not asked for", async () => {
    const elsewhere = { value: [], "@odata.nextLink": "https://elsewhere.example/adminapi/x" };
    const { outcome, names } = await asking(listing, { body: elsewhere });

    expect([outcome instanceof TryLaterError, names]).toEqual([true, ["Get-Mailbox"]]);
  });
});

import { expect, test } from "vitest";
import { ExchangeAdminApi } from "../../../shared/adapters/exchange/admin-api.ts";
import { ExchangeAutoReplies } from "../../../shared/adapters/exchange/auto-replies.ts";
import { ExchangeHolds } from "../../../shared/adapters/exchange/holds.ts";
import { ExchangeInboxRules } from "../../../shared/adapters/exchange/inbox-rules.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../../shared/domain/errors.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { type ScriptedAnswer, scriptedService } from "../graph/scripted-service.ts";
import { byCmdlet } from "./by-cmdlet.ts";

const id = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const other = "0d7a6b52-90cb-4c5a-8e3f-5a4b3c2d1e0f";
const guid = "5f4c1b2a-0d9e-4f8a-b7c6-d5e4f3a2b1c0";
const mailbox = { ExternalDirectoryObjectId: id.toUpperCase(), ExchangeGuid: guid };
const plain = {
  ...mailbox,
  LitigationHoldEnabled: false,
  InPlaceHolds: [],
  ComplianceTagHoldApplied: false,
  DelayHoldApplied: false,
  DelayReleaseHoldApplied: false,
};
const notFound = {
  status: 404,
  body: { error: { code: "NotFound", details: [{ message: "|X.ManagementObjectNotFoundException|no such" }] } },
};

interface Adapters {
  readonly holds: ExchangeHolds;
  readonly rules: ExchangeInboxRules;
  readonly replies: ExchangeAutoReplies;
}

async function asking(work: (adapters: Adapters) => Promise<unknown>, ...script: ScriptedAnswer[]) {
  await using service = await scriptedService(...script);
  const api = new ExchangeAdminApi({
    endpoint: service.origin,
    tenantId: "8d2c5b1e-5f0a-4c52-9c1a-2f6f0a9f1b11",
    signIn: service.signIn,
  });
  const plans = { plan: async () => "with-hold" as const };
  const outcome = await work({
    holds: new ExchangeHolds(api, plans),
    rules: new ExchangeInboxRules(api),
    replies: new ExchangeAutoReplies(api),
  }).catch((error: unknown) => error);
  const cmdlets = service.requests.map(({ body }) => JSON.parse(body ?? "").CmdletInput);
  return { outcome, cmdlets };
}

const values = (...value: unknown[]): ScriptedAnswer => ({ body: { value } });

test.each([
  ["another mailbox", values({ ...mailbox, ExternalDirectoryObjectId: other }), NeedsPersonError],
  ["all mailboxes", values(mailbox, { ...mailbox, ExternalDirectoryObjectId: other }), NeedsPersonError],
  ["no mailbox at all", values(), TryLaterError],
  ["a mailbox without a name for it", values({ ExternalDirectoryObjectId: id }), TryLaterError],
  ["no such mailbox", notFound, NotFoundError],
])("writes nothing when Exchange shows %s", async (_, answer, kind) => {
  const writes: ((adapters: Adapters) => Promise<unknown>)[] = [
    ({ holds }) => holds.placeLitigationHold(id, undefined),
    ({ rules }) => rules.remove(id, ["1"]),
    ({ replies }) => replies.answer(id, "<p>x</p>"),
  ];
  for (const write of writes) {
    const { outcome, cmdlets } = await asking(write, answer);
    expect(outcome).toBeInstanceOf(kind);
    expect(cmdlets).toHaveLength(1);
  }
});

test("R-25: the hold is placed on the mailbox by its own name, for days or without an end", async () => {
  const { cmdlets } = await asking(({ holds }) => holds.placeLitigationHold(id, 30), values(mailbox), values());

  expect(cmdlets[1]).toEqual({
    CmdletName: "Set-Mailbox",
    Parameters: { Identity: guid, LitigationHoldEnabled: true, LitigationHoldDuration: 30, Force: true },
  });
});

test("R-35: a flag that Exchange does not show counts as a hold", async () => {
  const { DelayHoldApplied: _, ...silent } = plain;
  const { outcome } = await asking(
    ({ holds }) => holds.of(id),
    values({ ...silent, InPlaceHolds: [] }),
    values({ InPlaceHolds: null }),
  );
  expect(outcome).toMatchObject({ others: [{ kind: "unknown", id: "DelayHoldApplied" }] });
});

test("R-35: an organisation that is not shown is no proof", async () => {
  const { outcome } = await asking(({ holds }) => holds.of(id), values(plain), values());
  expect(outcome).toBeInstanceOf(TryLaterError);
});

test("rules are told by their number, never by the name of the mailbox; recipients may come as one text", async () => {
  const rule = { Identity: "Ana Roth\\16752869479666417665", Name: "x", RedirectTo: "b@elsewhere.example" };
  const { outcome } = await asking(
    ({ rules }) => rules.of(id),
    values(mailbox),
    ...byCmdlet({ "Get-InboxRule": values(rule), "Get-AcceptedDomain": values({ DomainName: "Kestrel.example" }) }),
  );

  expect(outcome).toEqual([{ id: "16752869479666417665", enabled: true, forwardsTo: 1, outside: 1 }]);
});

test("the service's own two rules are left out", async () => {
  const own = [{ Name: "Junk E-Mail Rule" }, { Name: "Microsoft.Exchange.OOF.InternalSenders.Global" }];
  const shown = own.map((rule, index) => ({ ...rule, Identity: `x\\${index}` }));
  const both = byCmdlet({ "Get-InboxRule": values(...shown), "Get-AcceptedDomain": values() });
  const { outcome, cmdlets } = await asking(({ rules }) => rules.of(id), values(mailbox), ...both);

  expect(outcome).toEqual([]);
  expect(cmdlets).toHaveLength(3);
});

test("a reply of several mailboxes is nobody's", async () => {
  const reply = { AutoReplyState: "Disabled" };
  const { outcome } = await asking(({ replies }) => replies.of(id, "x"), values(mailbox), values(reply, reply));
  expect(outcome).toBeInstanceOf(NeedsPersonError);
});

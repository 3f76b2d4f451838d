import { inspect } from "node:util";
import { expect, test } from "vitest";
import { ExchangeAdminApi } from "../../../shared/adapters/exchange/admin-api.ts";
import { ExchangeMailboxes } from "../../../shared/adapters/exchange/mailboxes.ts";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { type ScriptedAnswer, scriptedService } from "../graph/scripted-service.ts";
import { allSwitches } from "./all-switches.ts";

const id = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const other = "0d7a6b52-90cb-4c5a-8e3f-5a4b3c2d1e0f";
const tenantId = "8d2c5b1e-5f0a-4c52-9c1a-2f6f0a9f1b11";

async function asking(...script: ScriptedAnswer[]) {
  await using service = await scriptedService(...script);
  const { origin: endpoint, signIn, requests } = service;
  const mailboxes = new ExchangeMailboxes(new ExchangeAdminApi({ endpoint, tenantId, signIn }));
  const outcome = await mailboxes.protocols(id).catch((error: unknown) => error);
  return { outcome, requests };
}

function mailbox(owner: string) {
  return { ExternalDirectoryObjectId: owner, OWAEnabled: false, SmtpClientAuthenticationDisabled: false };
}

function refusal(exception: string, text: string) {
  return {
    error: { code: "BadRequest", message: "Error executing cmdlet", details: [{ message: `|${exception}|${text}` }] },
  };
}

test("asks for one mailbox by the object id of its owner, and for every switch", async () => {
  const { outcome, requests } = await asking({ body: { value: [mailbox(id.toUpperCase())] } });

  expect(outcome).toMatchObject({ webmail: false, smtpSubmission: true, mapi: null });
  const [request] = requests;
  const [path, query] = request?.url.split("?") ?? [];
  expect(path).toBe(`/adminapi/beta/${tenantId}/InvokeCommand`);
  expect(query?.split(",")).toHaveLength(14);
  expect(JSON.parse(request?.body ?? "")).toEqual({
    CmdletInput: { CmdletName: "Get-CASMailbox", Parameters: { Identity: id } },
  });
  expect(request?.headers).toMatchObject({
    "x-anchormailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenantId}`,
    "x-cmdletname": "Get-CASMailbox",
    "content-type": "application/json; charset=utf-8",
    authorization: "Bearer first",
  });
});

test.each([
  ["another mailbox", [mailbox(other)]],
  ["all mailboxes", [mailbox(id), mailbox(other)]],
])("believes nothing and asks for a person when Exchange answers with %s", async (_, value) => {
  expect((await asking({ body: { value } })).outcome).toBeInstanceOf(NeedsPersonError);
});

test("ADR 0021: a cmdlet that changes something and met a 503 is not sent a second time", async () => {
  await using service = await scriptedService({ status: 503 }, { body: { value: [] } });
  const api = new ExchangeAdminApi({ endpoint: service.origin, tenantId, signIn: service.signIn });
  const change = { name: "Clear-MobileDevice", parameters: { Identity: id }, what: "Wiping" };

  await expect(api.invoke(change)).rejects.toBeInstanceOf(TryLaterError);

  expect(service.requests).toHaveLength(1);
});

test("writes nothing before it saw exactly the one mailbox", async () => {
  await using service = await scriptedService({ body: { value: [mailbox(id), mailbox(other)] } });
  const api = new ExchangeAdminApi({ endpoint: service.origin, tenantId, signIn: service.signIn });
  const setting = new ExchangeMailboxes(api).setProtocols(id, allSwitches(false));
  await expect(setting).rejects.toBeInstanceOf(NeedsPersonError);
  expect(service.requests).toHaveLength(1);
});

test.each([
  ["an empty list", { body: { value: [] } }],
  ["a page of a proxy", { body: "<html></html>" }],
  ["a refusal in plain text", { status: 503, body: "Service unavailable" }],
])("does not take %s for a person without a mailbox", async (_, answer) => {
  expect((await asking(answer, answer)).outcome).toBeInstanceOf(TryLaterError);
});

test.each([
  ["Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException", "object couldn't be found on 'server'."],
  ["", "The operation couldn't be performed because object 'x' couldn't be found on 'server'."],
])("knows a person without a mailbox by %s", async (exception, text) => {
  expect((await asking({ status: 404, body: refusal(exception, text) })).outcome).toBeUndefined();
});

test.each([
  ["Please wait: maximum number of concurrent requests per tenant.", TryLaterError],
  ["UnableToWriteToAadException: the issue may be transient, please retry", TryLaterError],
  ["The user doesn't have write permission to target DC", TryLaterError],
  ["issue may be transient: on-premises mastered Directory Sync objects", NeedsPersonError],
  ["The object is being synchronized from your on-premises organization.", NeedsPersonError],
  ["'x' isn't within the current user's write scope", NeedsPersonError],
  ["Something new", NeedsPersonError],
])("judges '%s'", async (text, kind) => {
  const { outcome } = await asking({ status: 400, body: refusal("X.Y.SomeException", `Canary ${text}`) });
  expect(outcome).toBeInstanceOf(kind);
  expect(outcome).toMatchObject({ cause: { code: "SomeException" } });
  expect(inspect(outcome, { depth: 10 })).not.toContain("Canary");
});

test("follows no redirect", async () => {
  await using elsewhere = await scriptedService({ body: { value: [mailbox(id)] } });
  const redirect = { status: 307, headers: { Location: `${elsewhere.origin}/adminapi` } };
  expect((await asking(redirect)).outcome).toBeInstanceOf(NeedsPersonError);
  expect(elsewhere.requests).toEqual([]);
});

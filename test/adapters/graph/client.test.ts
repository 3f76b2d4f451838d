import { inspect } from "node:util";
import { expect, test } from "vitest";
import { GraphDirectory } from "../../../shared/adapters/graph/directory.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../../shared/domain/errors.ts";
import { instant, LeaverId } from "../../../shared/domain/ids.ts";
import { type ScriptedAnswer, scriptedService } from "./scripted-service.ts";

const id = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const account = { id, accountEnabled: true };
const thrownBy = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

async function refusing(answer: ScriptedAnswer, work: (directory: GraphDirectory) => Promise<unknown>) {
  await using service = await scriptedService(answer);
  return await thrownBy(work(new GraphDirectory(service.graph)));
}

function refusal(code: string, message: string) {
  return { error: { code, message, innerError: null } };
}

test("asks for the properties it uses, and for the manager's id", async () => {
  await using service = await scriptedService({ body: account });
  await new GraphDirectory(service.graph).account(id);
  const [request] = service.requests;
  const url = new URL(request?.url ?? "", service.origin);
  expect(url.pathname).toBe(`/v1.0/users/${id}`);
  expect(url.searchParams.get("$expand")).toBe("manager($select=id)");
  expect(url.searchParams.get("$select")).not.toMatch(/mail|displayName|userPrincipalName/);
  expect(request?.headers.authorization).toBe("Bearer first");
});

test("takes the least for what Graph leaves out", async () => {
  await using service = await scriptedService({
    body: { ...account, unheardOf: 1, manager: { "@odata.type": "#microsoft.graph.orgContact", id } },
  });
  expect(await new GraphDirectory(service.graph).account(id)).toEqual({
    id,
    enabled: true,
    masteredOnPremises: false,
    kind: "member",
    external: false,
    resourceAccount: false,
    employeeId: undefined,
    sessionsValidFrom: undefined,
    passwordChangedAt: undefined,
    licences: [],
    managerId: undefined,
    addresses: 0,
  });
});

test.each([
  ["without accountEnabled", { id }],
  ["that is a page of a proxy", "<html>Please wait</html>"],
  ["that is empty", ""],
])("does not believe an answer %s", async (_, body) => {
  expect(await refusing({ body }, (directory) => directory.account(id))).toBeInstanceOf(TryLaterError);
});

test("reads Retry-After from answers without JSON too", async () => {
  const seconds = { status: 503, headers: { "Retry-After": "7", "Content-Type": "text/html" }, body: "<html></html>" };
  expect(await refusing(seconds, (directory) => directory.account(id))).toMatchObject({ afterMs: 7_000 });

  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  const date = { status: 429, headers: { "Retry-After": inAMinute }, body: "" };
  const error = await refusing(date, (directory) => directory.account(id));
  expect(error).toMatchObject({ afterMs: expect.toSatisfy((ms: number) => ms > 57_000 && ms <= 60_000) });
});

test("follows no redirect, so that the token goes nowhere else", async () => {
  await using elsewhere = await scriptedService({ body: account });
  const redirect = { status: 307, headers: { Location: `${elsewhere.origin}/v1.0/users/${id}` } };
  expect(await refusing(redirect, (directory) => directory.account(id))).toBeInstanceOf(NeedsPersonError);
  expect(elsewhere.requests).toEqual([]);
});

test("follows no next page on another host", async () => {
  await using elsewhere = await scriptedService({ body: { value: [] } });
  const page = { body: { value: [{ id: "1" }], "@odata.nextLink": `${elsewhere.origin}/v1.0/users/${id}/memberOf` } };
  expect(await refusing(page, (directory) => directory.memberOf(id))).toBeInstanceOf(TryLaterError);
  expect(elsewhere.requests).toEqual([]);
});

test("asks for the next page as Graph links it", async () => {
  const next = `/v1.0/users/${id}/memberOf?$select=id&$top=999&$skiptoken=m~A%2FB%3D%26c`;
  await using service = await scriptedService(
    { raw: (_, response) => response.end(JSON.stringify({ value: [{ id: "1" }], "@odata.nextLink": origin + next })) },
    { body: { value: [{ id: "2" }] } },
  );
  const { origin } = service;
  expect(await new GraphDirectory(service.graph).memberOf(id)).toEqual(["1", "2"]);
  expect(service.requests[1]?.url).toBe(next);
});

test("gives up an answer that stops in the middle", async () => {
  const half: ScriptedAnswer = {
    raw: (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write('{"id":');
    },
  };
  await using service = await scriptedService(half);
  const reading = new GraphDirectory(service.impatient).account(id);
  await expect(reading).rejects.toBeInstanceOf(TryLaterError);
}, 5_000);

test("uses another password once when the tenant's rules refuse one", async () => {
  const weak = { status: 400, body: refusal("Request_BadRequest", "The specified password contains a banned word.") };
  await using service = await scriptedService(weak, { status: 204 }, weak, weak);
  const directory = new GraphDirectory(service.graph);
  await directory.resetPasswordToUnknown(id);
  const error = await thrownBy(directory.resetPasswordToUnknown(id));

  const sent = service.requests.map((request) => JSON.parse(request.body).passwordProfile.password);
  expect(new Set(sent).size).toBe(4);
  expect(error).toBeInstanceOf(NeedsPersonError);
  for (const password of sent) expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(password);
});

test.each([
  "Cannot delete default method with other methods configured. Please change default method before deletion.",
  "The method matches the user's current default authentication method, and cannot be deleted until the default authentication method is changed.",
])("knows the default sign-in method by: %s", async (message) => {
  await using service = await scriptedService({ status: 400, body: refusal("badRequest", message) });
  const method = { id: "3179e48a-750b-4051-897c-87b9720928f7", type: "phoneAuthenticationMethod" };
  expect(await new GraphDirectory(service.graph).removeSignInMethod(id, method)).toBe("default-method");
});

test("does not take a proxy's 404 for a method that is gone", async () => {
  const method = { id: "1", type: "phoneAuthenticationMethod" };
  const proxy = { status: 404, body: "<html>Not here</html>" };
  const error = await refusing(proxy, (directory) => directory.removeSignInMethod(id, method));
  expect(error).toBeInstanceOf(NeedsPersonError);
  expect(error).not.toBeInstanceOf(NotFoundError);
});

test("leaves out what stands among the devices and is none", async () => {
  const endpoint = { "@odata.type": "#microsoft.graph.endpoint", id: "2" };
  const device = { "@odata.type": "#microsoft.graph.device", id: "1", accountEnabled: null, trustType: "ServerAd" };
  await using service = await scriptedService({ body: { value: [device, endpoint] } }, { body: { value: [device] } });
  expect(await new GraphDirectory(service.graph).devices(id)).toEqual([
    { id: "1", enabled: true, masteredOnPremises: true },
  ]);
});

test("explains what the sign-in log takes", async () => {
  const code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
  const error = await refusing({ status: 403, body: refusal(code, "Neither tenant is B2C") }, (directory) =>
    directory.successfulSignInsSince(id, instant(0)),
  );
  expect(error).toBeInstanceOf(NeedsPersonError);
  expect(String(error)).toMatch(/Entra ID P1/);
});

test("signs in again after a 403, since a person may have granted what was missing", async () => {
  const denied = { status: 403, body: refusal("Authorization_RequestDenied", "Insufficient privileges") };
  await using service = await scriptedService(denied, { status: 204 });
  const directory = new GraphDirectory(service.graph);
  await expect(directory.blockSignIn(id)).rejects.toThrow(/User.EnableDisableAccount.All/);
  await directory.blockSignIn(id);
  expect(service.requests.map((request) => request.headers.authorization)).toEqual(["Bearer first", "Bearer second"]);
});

test("shows nothing of what Graph says about people, but keeps it for the code that asks", async () => {
  const answer = { status: 400, body: refusal("Request_BadRequest", "Ana Canary <ana@kestrel.example> is not valid") };
  const error = await refusing(answer, (directory) => directory.blockSignIn(id));
  expect(inspect(error, { depth: 10 })).not.toMatch(/canary/i);
  expect(error).toMatchObject({ cause: { status: 400, code: "Request_BadRequest" } });
});

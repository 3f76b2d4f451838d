import { expect, test } from "vitest";
import { z } from "zod";
import { SharePointDrives } from "../../../shared/adapters/sharepoint/drives.ts";
import { SharePointSiteApi } from "../../../shared/adapters/sharepoint/site-api.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../../shared/domain/errors.ts";
import { type ScriptedAnswer, scriptedService } from "../graph/scripted-service.ts";

const thrownBy = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
const spError = (value: string, type = "Microsoft.SharePoint.SPException") => ({
  "odata.error": { code: `-2146232832, ${type}`, message: { lang: "en-US", value } },
});

async function askWith(...script: ScriptedAnswer[]) {
  const service = await scriptedService(...script);
  const api = new SharePointSiteApi({ local: service.origin, signIn: service.signIn, timeoutMs: 500 });
  const call = { site: `${service.origin}/personal/x`, method: "GET", path: "web/siteusers", what: "Looking" } as const;
  const answer = await api.ask(call, z.object({ value: z.array(z.unknown()) })).catch((error: unknown) => error);
  await service[Symbol.asyncDispose]();
  return { answer, requests: service.requests };
}

test("a change is sent as SharePoint wants it, with the address of the site and a name for the traffic", async () => {
  await using service = await scriptedService({ status: 204 });
  const api = new SharePointSiteApi({ local: service.origin, signIn: service.signIn });
  const site = `${service.origin}/personal/x`;

  await api.tell({ site, method: "MERGE", path: "web/getuserbyid(7)", body: { IsSiteAdmin: true }, what: "Setting" });

  expect(service.requests[0]).toMatchObject({
    method: "POST",
    url: "/personal/x/_api/web/getuserbyid(7)",
    headers: {
      authorization: "Bearer first",
      "x-http-method": "MERGE",
      "if-match": "*",
      "content-type": "application/json;odata=nometadata",
      "user-agent": "NONISV|Leaver|Leaver/1.0",
    },
    body: '{"IsSiteAdmin":true}',
  });
});

test("ADR 0021: a change that met a 503 is not sent a second time", async () => {
  await using service = await scriptedService({ status: 503 }, { status: 204 });
  const api = new SharePointSiteApi({ local: service.origin, signIn: service.signIn });
  const change = { site: `${service.origin}/personal/x`, path: "web/getuserbyid(7)", body: {}, what: "Setting" };

  expect(await thrownBy(api.tell({ ...change, method: "MERGE" }))).toBeInstanceOf(TryLaterError);

  expect(service.requests).toHaveLength(1);
});

test("a token that is refused is renewed once; then a person is told about the certificate", async () => {
  const refused = { status: 401, body: { error_description: "Unsupported app only token." } };
  const { answer, requests } = await askWith(refused, refused);

  expect(requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer first", "Bearer second"]);
  expect(answer).toBeInstanceOf(NeedsPersonError);
  expect(answer).toMatchObject({ message: expect.stringContaining("M365_CERTIFICATE") });
  expect((await askWith(refused, { body: { value: [1] } })).answer).toEqual({ value: [1] });
});

test.each([
  [{ status: 403, body: spError("Access denied.") }, NeedsPersonError, "Sites.FullControl.All"],
  [{ status: 423, body: spError("Access to this site has been blocked.") }, NeedsPersonError, "R-45"],
  [
    { status: 404, body: spError("The specified user i:0#.f|membership|canary could not be found.") },
    NeedsPersonError,
    "licence",
  ],
  [
    { status: 500, body: spError("The specified user i:0#.f|membership|canary could not be found.") },
    NeedsPersonError,
    "licence",
  ],
  [
    { status: 404, body: spError("Cannot get site", "Microsoft.Online.SharePoint.Common.SpoNoSiteException") },
    NotFoundError,
    "",
  ],
  [{ status: 400, body: spError("canary") }, NeedsPersonError, "refused (400)"],
  [{ status: 503, body: "<html>canary</html>" }, TryLaterError, "not available"],
  [{ status: 200, body: "no JSON" }, TryLaterError, "cannot be read"],
  [{ raw: (request) => request.socket.destroy() }, TryLaterError, "does not answer"],
] satisfies [ScriptedAnswer, unknown, string][])("answers %j as what happens next", async (script, kind, text) => {
  // Twice, because a question is put once more.
  const { answer } = await askWith(script, script);
  expect(answer).toBeInstanceOf(kind);
  expect(answer).toMatchObject({ message: expect.stringContaining(text) });
  expect(String(answer)).not.toContain("canary");
});

test.each([
  [{ LockState: "Unlock" }, { lock: "open", archived: false, onHold: undefined }],
  [
    { LockState: "Unlock", HasHolds: null, ArchiveStatus: "" },
    { lock: "open", archived: false, onHold: undefined },
  ],
  [
    { LockState: "ReadOnly", HasHolds: false, ArchiveStatus: "NotArchived" },
    { lock: "read-only", onHold: false },
  ],
  [
    { LockState: "NoAccess", HasHolds: true, ArchiveStatus: "FullyArchived" },
    { lock: "closed", archived: true },
  ],
  [{ LockState: "Unlock", ArchiveStatus: "Reactivating" }, { archived: true }],
])("R-35: %j is read as %j, and what is not told is not known", async (body, state) => {
  await using service = await scriptedService({ body });
  const api = new SharePointSiteApi({ local: service.origin, signIn: service.signIn });
  const drive = { id: "b!1", siteId: "1", address: `${service.origin}/personal/x`, usedBytes: 0 };

  expect(await new SharePointDrives(service.graph, api).state(drive)).toMatchObject(state);
  expect(service.requests[0]).toMatchObject({
    url: "/sharepoint-admin/_api/SPO.Tenant/GetSitePropertiesByUrl",
    body: JSON.stringify({ url: drive.address, includeDetail: true }),
  });
});

test("waits as long as SharePoint asks, or ten seconds", async () => {
  const first = await askWith({ status: 429, headers: { "Retry-After": "90" } });
  const second = await askWith({ status: 429 });
  expect(first.answer).toMatchObject({ afterMs: 90_000, refused: true });
  expect(second.answer).toMatchObject({ afterMs: 10_000 });
});

test("P12: nothing is asked at an address that is not one of SharePoint", async () => {
  await using service = await scriptedService();
  const api = new SharePointSiteApi({ local: undefined, signIn: service.signIn });
  const call = { site: `${service.origin}/personal/x`, method: "GET", path: "web", what: "Looking" } as const;

  expect(await thrownBy(api.tell(call))).toBeInstanceOf(TryLaterError);
  expect(service.requests).toEqual([]);
});

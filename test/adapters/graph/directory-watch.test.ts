import { expect, test } from "vitest";
import { directoryWatch } from "../../../shared/adapters/graph/directory-watch.ts";
import { instant, LeaverId } from "../../../shared/domain/ids.ts";
import { scriptedService } from "./scripted-service.ts";

const id = LeaverId.parse("33333333-3333-4333-8333-333333333333");
const error = (code: string) => ({ error: { code, message: "no" } });

test.each([
  [
    "410 without a word of Graph",
    { status: 410, body: "", headers: { Location: "https://elsewhere.example/v1.0/users/delta" } },
  ],
  ["410 syncStateNotFound", { status: 410, body: error("syncStateNotFound") }],
  ["400 syncStateInvalid", { status: 400, body: error("syncStateInvalid") }],
  ["410 resyncRequired", { status: 410, body: error("resyncRequired") }],
])("section 5.7: %s means that the place is lost, and no Location is followed", async (_, answer) => {
  await using service = await scriptedService(answer);
  const { userChanges } = directoryWatch(service.graph);

  expect(await userChanges.page(`${service.origin}/v1.0/users/delta?$deltatoken=old`)).toEqual({ kind: "expired" });
  expect(service.requests).toHaveLength(1);
});

test("a refusal that is about something else is none of it", async () => {
  await using service = await scriptedService({ status: 403, body: error("Authorization_RequestDenied") });
  const { userChanges } = directoryWatch(service.graph);

  await expect(userChanges.page(`${service.origin}/v1.0/users/delta?$deltatoken=x`)).rejects.toMatchObject({
    code: "needs-person",
  });
});

test("R-07: `changed` is a deletion that can be taken back, `deleted` is the end for good, anything else is there", async () => {
  const value = [
    { id, accountEnabled: true },
    { id, "@removed": { reason: "changed" } },
    { id, "@removed": { reason: "deleted" } },
  ];
  await using service = await scriptedService({ body: { value, "@odata.deltaLink": "https://x/v1.0/end" } });

  const page = await directoryWatch(service.graph).userChanges.page(undefined);

  expect(page).toMatchObject({ kind: "last", changes: [{ kind: "present" }, { kind: "deleted" }, { kind: "purged" }] });
  expect(service.requests[0]).toMatchObject({
    url: "/v1.0/users/delta?$select=id,accountEnabled",
    headers: { prefer: "odata.maxpagesize=999" },
  });
});

test("a place at another address gets no token", async () => {
  await using service = await scriptedService();
  const { userChanges, deletedPeople } = directoryWatch(service.graph);

  expect(await userChanges.page("https://elsewhere.example/v1.0/users/delta?$deltatoken=x")).toEqual({
    kind: "expired",
  });
  await expect(deletedPeople.page("https://elsewhere.example/v1.0/next")).rejects.toMatchObject({ code: "try-later" });
  expect(service.requests).toEqual([]);
});

test("an answer without a place is asked for again", async () => {
  await using service = await scriptedService({ body: { value: [] } }, { body: { value: [] } });
  const { userChanges } = directoryWatch(service.graph);

  await expect(userChanges.page(undefined)).rejects.toMatchObject({ code: "try-later" });
  await expect(userChanges.latest()).rejects.toMatchObject({ code: "try-later" });
});

test("FACT-10: the bin shows what the policy goes by, and the day on which it ends", async () => {
  const deletedDateTime = "2026-03-01T08:00:00Z";
  await using service = await scriptedService(
    {
      body: {
        id,
        deletedDateTime,
        userType: "Guest",
        department: "Sales",
        usageLocation: "NO",
        isResourceAccount: null,
      },
    },
    { status: 404, body: error("Request_ResourceNotFound") },
  );
  const { deletedPeople } = directoryWatch(service.graph);

  expect(await deletedPeople.find(id)).toEqual({
    id,
    deletedAt: instant(Date.parse(deletedDateTime)),
    purgedAt: instant(Date.parse("2026-03-31T08:00:00Z")),
    kind: "guest",
    resourceAccount: false,
    employeeId: undefined,
    department: "Sales",
    country: "NO",
  });
  expect(await deletedPeople.find(id)).toBeUndefined();
});

test("a subscription that is gone is renewed by nobody, and removed without complaint", async () => {
  const gone = { status: 404, body: error("ResourceNotFound") };
  await using service = await scriptedService(gone, gone, { status: 503, body: "" });
  const { subscriptions } = directoryWatch(service.graph);
  const until = instant(Date.parse("2026-04-01T00:00:00Z"));

  expect(await subscriptions.renew("one", until)).toBe("gone");
  await subscriptions.remove("one");
  await expect(subscriptions.renew("one", until)).rejects.toMatchObject({ code: "try-later" });
  expect(service.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PATCH /v1.0/subscriptions/one",
    "DELETE /v1.0/subscriptions/one",
    "PATCH /v1.0/subscriptions/one",
  ]);
});

test("subscriptions to anything but all users are not ours to look at", async () => {
  const one = (resource: string) => ({
    id: resource,
    resource,
    expirationDateTime: "2026-04-01T00:00:00Z",
    notificationUrl: null,
  });
  await using service = await scriptedService({ body: { value: ["users", "/users", "users/1", "groups"].map(one) } });

  const found = await directoryWatch(service.graph).subscriptions.list();

  expect(found.map((each) => each.id)).toEqual(["users", "/users"]);
});

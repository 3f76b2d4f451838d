import { expect, test } from "vitest";
import { GraphMailboxPurposes } from "../../../shared/adapters/graph/mailbox-purposes.ts";
import { NeedsPersonError, NotFoundError } from "../../../shared/domain/errors.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { type ScriptedAnswer, scriptedService } from "./scripted-service.ts";

const id = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");

async function asking(answer: ScriptedAnswer) {
  await using service = await scriptedService(answer);
  const outcome = await new GraphMailboxPurposes(service.graph).of(id).catch((error: unknown) => error);
  return { outcome, urls: service.requests.map(({ url }) => url) };
}

test.each([
  ["user", "user"],
  ["shared", "shared"],
  ["room", "other"],
  [null, "other"],
])("R-36: purpose %s is %s", async (userPurpose, type) => {
  const { outcome, urls } = await asking({ body: { userPurpose } });

  expect([outcome, urls]).toEqual([type, [`/v1.0/users/${id}/mailboxSettings?$select=userPurpose`]]);
});

test.each(["MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI"])(
  "no cloud mailbox is told by %s",
  async (code) => {
    expect((await asking({ status: 404, body: { error: { code, message: "" } } })).outcome).toBeUndefined();
  },
);

test.each([
  [404, "Request_ResourceNotFound", NotFoundError],
  [404, "SomethingElse", NeedsPersonError],
  [403, "ErrorAccessDenied", NeedsPersonError],
])("%i %s is no person without a mailbox", async (status, code, kind) => {
  expect((await asking({ status, body: { error: { code, message: "" } } })).outcome).toBeInstanceOf(kind);
});

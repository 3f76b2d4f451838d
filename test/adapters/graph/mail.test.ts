import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { adapters, localTenant, settingsFor } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant({ grantedPermissions: ["Mail.Send", "Mail.ReadBasic.All"] });
});
afterEach(() => {
  local.tenant.faults.clear();
  expect(local.tenant.unhandled()).toEqual([]);
});
afterAll(() => local.tenant.close());

const mark = { subject: "A leaver's mailbox" };
const notice = { ...mark, to: "maria.keller@kestrel.example", text: "You receive it." };

test("finds a notice among the sent mails, and only that one", async () => {
  const { mail, tenant } = local;
  expect(await mail.wasSent({ ...mark, noticeId: "case-1-custodian" })).toBe(false);

  await mail.send({ ...notice, noticeId: "case-1-custodian" });

  expect(await mail.wasSent({ ...mark, noticeId: "case-1-custodian" })).toBe(true);
  expect(await mail.wasSent({ ...mark, noticeId: "case-2-custodian" })).toBe(false);
  expect(tenant.state.mails).toMatchObject([
    {
      from: "leaver-notices@kestrel.example",
      to: [notice.to],
      subject: "A leaver's mailbox [case-1-custodian]",
      contentType: "text",
      content: notice.text,
      headers: [{ name: "x-leaver-notice", value: "case-1-custodian" }],
      inSentItems: true,
    },
  ]);
});

test("takes a hostile notice id for a text", async () => {
  const { mail } = local;
  const noticeId = "x')or(subject%20ne'&$top=9#";
  expect(await mail.wasSent({ ...mark, noticeId })).toBe(false);
  await mail.send({ ...notice, noticeId });
  expect(await mail.wasSent({ ...mark, noticeId })).toBe(true);
  await expect(mail.send({ ...notice, noticeId: "a\r\nBcc: x@y.example" })).rejects.toThrow(RangeError);
});

test("refuses a subject that Exchange would cut off, so that it could not be found again", async () => {
  const { mail, tenant } = local;
  const before = tenant.state.mails.length;
  await expect(mail.send({ ...notice, subject: "s".repeat(250), noticeId: "n-0" })).rejects.toThrow(RangeError);
  await expect(mail.wasSent({ subject: "s".repeat(250), noticeId: "n-0" })).rejects.toThrow(RangeError);
  expect(tenant.state.mails).toHaveLength(before);
});

test("asks for a person when the reader has no valid address, without repeating it", async () => {
  const sending = local.mail.send({ ...notice, noticeId: "n-1", to: "canary" });
  await expect(sending).rejects.toThrow(/no valid mail address/);
  await expect(sending).rejects.toBeInstanceOf(NeedsPersonError);
  await expect(sending).rejects.not.toThrow("canary");
});

test.each(["george.mbeki@kestrel.example", "unknown@kestrel.example"])(
  "names the setting when %s cannot send",
  async (sender) => {
    const { mail } = adapters(settingsFor(local.tenant, { NOTICE_SENDER: sender }));
    await expect(mail.send({ ...notice, noticeId: "n-2" })).rejects.toThrow(/NOTICE_SENDER/);
    await expect(mail.wasSent({ ...mark, noticeId: "n-2" })).rejects.toThrow(/NOTICE_SENDER/);
  },
);

test("does not send again by itself when the answer is lost", async () => {
  const { mail, tenant } = local;
  tenant.faults.add({ match: { path: /sendMail/ }, action: { cut: "after" }, times: 1 });
  const before = tenant.state.mails.length;
  await expect(mail.send({ ...notice, noticeId: "n-3" })).rejects.toBeInstanceOf(TryLaterError);
  expect(tenant.state.mails).toHaveLength(before + 1);
  expect(await mail.wasSent({ ...mark, noticeId: "n-3" })).toBe(true);
});

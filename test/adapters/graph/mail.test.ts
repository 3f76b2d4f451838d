import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { adapters, localTenant, settingsFor } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant();
});
afterEach(() => {
  local.tenant.faults.clear();
  expect(local.tenant.unhandled()).toEqual([]);
});
afterAll(() => local.tenant.close());

const notice = { to: "maria.keller@kestrel.example", subject: "Mailbox of a leaver", text: "You receive it." };

test("finds a notice among the sent mails, and only that one", async () => {
  const { mail, tenant } = local;
  expect(await mail.wasSent("case-1-custodian")).toBe(false);

  await mail.send({ ...notice, noticeId: "case-1-custodian" });

  expect(await mail.wasSent("case-1-custodian")).toBe(true);
  expect(await mail.wasSent("case-2-custodian")).toBe(false);
  expect(tenant.state.mails).toMatchObject([
    {
      from: "leaver-notices@kestrel.example",
      to: [notice.to],
      subject: notice.subject,
      contentType: "text",
      content: notice.text,
      headers: [{ name: "x-leaver-notice", value: "case-1-custodian" }],
      inSentItems: true,
    },
  ]);
});

test("takes a hostile notice id for a text", async () => {
  const { mail } = local;
  const noticeId = "x')or(ep/value%20ne'&$top=9#";
  expect(await mail.wasSent(noticeId)).toBe(false);
  await mail.send({ ...notice, noticeId });
  expect(await mail.wasSent(noticeId)).toBe(true);
  await expect(mail.send({ ...notice, noticeId: "a\r\nBcc: x@y.example" })).rejects.toThrow(RangeError);
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
    await expect(mail.wasSent("n-2")).rejects.toThrow(/NOTICE_SENDER/);
  },
);

test("does not send again by itself when the answer is lost", async () => {
  const { mail, tenant } = local;
  tenant.faults.add({ match: { path: /sendMail/ }, action: { cut: "after" }, times: 1 });
  const before = tenant.state.mails.length;
  await expect(mail.send({ ...notice, noticeId: "n-3" })).rejects.toBeInstanceOf(TryLaterError);
  expect(tenant.state.mails).toHaveLength(before + 1);
  expect(await mail.wasSent("n-3")).toBe(true);
});

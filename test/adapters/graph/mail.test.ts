import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { GraphClient } from "../../../shared/adapters/graph/client.ts";
import { GraphMail } from "../../../shared/adapters/graph/mail.ts";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { instant } from "../../../shared/domain/ids.ts";
import type { Notice } from "../../../shared/domain/ports/mail.ts";
import { NoticeBook } from "../../../shared/notices/notice-book.ts";
import { referenceOf, renderNotice } from "../../../shared/notices/render-notice.ts";
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

const maria = { address: "maria.keller@kestrel.example", name: "Maria Keller", language: "de", timeZone: "UTC" };
const notice: Omit<Notice, "noticeId"> = {
  kind: "manager-after",
  facts: { ended: instant(Date.UTC(2026, 2, 2, 17)) },
  leaver: "Lena O'Brien",
  sentAt: instant(Date.UTC(2026, 2, 2, 17)),
  to: maria,
};

test("finds a notice among the sent mails, and only that one", async () => {
  const { mail, tenant } = local;
  expect(await mail.wasSent("case-1-custodian")).toBe(false);

  await mail.send({ ...notice, noticeId: "case-1-custodian" });

  expect(await mail.wasSent("case-1-custodian")).toBe(true);
  expect(await mail.wasSent("case-2-custodian")).toBe(false);
  expect(tenant.state.mails).toMatchObject([
    {
      from: "leaver-notices@kestrel.example",
      to: [maria.address],
      subject: `${renderNotice({ ...notice, noticeId: "" }, maria).subject} [${referenceOf("case-1-custodian")}]`,
      contentType: "html",
      content: expect.stringContaining("Lena O&#39;Brien"),
      headers: [{ name: "x-leaver-notice", value: "case-1-custodian" }],
      inSentItems: true,
    },
  ]);
});

test("takes a hostile notice id for a text", async () => {
  const { mail } = local;
  const noticeId = "x')or(subject%20ne'&$top=9#";
  expect(await mail.wasSent(noticeId)).toBe(false);
  await mail.send({ ...notice, noticeId });
  expect(await mail.wasSent(noticeId)).toBe(true);
  await expect(mail.send({ ...notice, noticeId: "a\r\nBcc: x@y.example" })).rejects.toThrow(RangeError);
});

test("finds a notice that went out in another language", async () => {
  const { mail, tenant } = local;
  await mail.send({ ...notice, to: { ...maria, language: "sv-SE" }, noticeId: "n-sv" });
  const subject = tenant.state.mails.at(-1)?.subject;
  await mail.send({ ...notice, noticeId: "n-de" });

  expect(tenant.state.mails.at(-1)?.subject.split(" [")[0]).not.toBe(subject?.split(" [")[0]);
  expect(await mail.wasSent("n-sv")).toBe(true);
});

test("sends text where that is wanted", async () => {
  const { tenant, signIn } = local;
  const { endpoints, noticeSender } = settingsFor(tenant);
  const graph = new GraphClient({ endpoint: endpoints.graph, signIn });
  await new GraphMail(graph, noticeSender, new NoticeBook({ format: "text" })).send({ ...notice, noticeId: "n-t" });

  const { mails } = tenant.state;
  expect(mails.at(-1)).toMatchObject({ contentType: "text", content: expect.stringContaining("Lena O'Brien") });
});

test("asks for a person when the reader has no valid address, without repeating it", async () => {
  const sending = local.mail.send({ ...notice, noticeId: "n-1", to: { ...maria, address: "canary" } });
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

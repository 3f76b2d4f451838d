import { expect, test } from "vitest";
import { aTenant, clock, errorOf } from "./a-tenant.ts";

const propertyId = "String {6f1d5c1e-7a0b-4f7e-9a51-0c6a3d9a4f10} Name LeaverNotice";
const filter = (value: string) =>
  `$filter=singleValueExtendedProperties/any(ep: ep/id eq '${propertyId}' and ep/value eq '${value}')`;

function aMail(noticeId: string, to = "maria.keller@kestrel.example") {
  return {
    message: {
      subject: "A person leaves",
      body: { contentType: "text", content: "See the case." },
      toRecipients: [{ emailAddress: { address: to } }],
      internetMessageHeaders: [{ name: "x-leaver-notice", value: noticeId }],
      singleValueExtendedProperties: [{ id: propertyId, value: noticeId }],
    },
    saveToSentItems: true,
  };
}

test("a mail is caught, and found in the sender's folder by its property", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("notices");
  const folder = `users/${id}/mailFolders/sentitems/messages`;

  const sent = await tenant.graph("POST", `users/${id}/sendMail`, aMail("n-1"));
  const found = await tenant.graph("GET", `${folder}?${filter("n-1")}&$select=id,sentDateTime`);
  const other = await tenant.graph("GET", `${folder}?${filter("n-2")}&$select=id`);

  expect(sent.status).toBe(202);
  expect(tenant.state.mails).toMatchObject([
    {
      from: "leaver-notices@kestrel.example",
      to: ["maria.keller@kestrel.example"],
      headers: [{ name: "x-leaver-notice", value: "n-1" }],
    },
  ]);
  expect(found.body).toMatchObject({ value: [{ id: tenant.state.mails[0]?.id, sentDateTime: expect.any(String) }] });
  expect(other.body).toMatchObject({ value: [] });
  expect(tenant.effectCounts()).toEqual({ [id]: { "send-mail": 1 } });
});

test("a sent mail may take a while to be found, and is not kept when that was asked", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("notices");
  const folder = `users/${id}/mailFolders/sentitems/messages`;
  tenant.faults.lag("sentItems", 60_000);
  await tenant.graph("POST", `users/${id}/sendMail`, aMail("n-1"));
  await tenant.graph("POST", `users/${id}/sendMail`, { ...aMail("n-2"), saveToSentItems: false });

  expect((await tenant.graph("GET", folder)).body).toMatchObject({ value: [] });
  await clock.advance(60_000);
  expect((await tenant.graph("GET", folder)).body).toMatchObject({ value: [{ subject: "A person leaves" }] });
  expect(tenant.state.mails).toHaveLength(2);
});

test("a sender without mailbox, an invalid recipient and a foreign header are refused", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("notices");
  const foreign = aMail("n-1");
  foreign.message.internetMessageHeaders = [{ name: "Reply-To", value: "x@kestrel.example" }];

  const noMailbox = await tenant.graph("POST", `users/${tenant.state.person("george").id}/sendMail`, aMail("n-1"));
  const nobody = await tenant.graph("POST", `users/${id}/sendMail`, aMail("n-1", "nobody"));
  const header = await tenant.graph("POST", `users/${id}/sendMail`, foreign);

  expect(noMailbox).toMatchObject({ status: 404, body: errorOf("MailboxNotEnabledForRESTAPI") });
  expect(nobody).toMatchObject({ status: 400, body: errorOf("ErrorInvalidRecipients") });
  expect(header).toMatchObject({ status: 400, body: errorOf("InvalidInternetMessageHeader") });
  expect(tenant.effects()).toEqual([]);
});

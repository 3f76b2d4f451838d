import { expect, test } from "vitest";
import { aTenant, clock, errorOf, type TestTenant } from "./a-tenant.ts";

const basic = { grantedPermissions: ["Mail.Send", "Mail.ReadBasic.All"] };
const bySubject = (subject: string) => `$filter=subject eq '${subject.replaceAll("'", "''")}'`;

function aMail(noticeId: string, to = "maria.keller@kestrel.example") {
  return {
    message: {
      subject: `A person's access ended [${noticeId}]`,
      body: { contentType: "text", content: "See the case." },
      toRecipients: [{ emailAddress: { address: to } }],
      internetMessageHeaders: [{ name: "x-leaver-notice", value: noticeId }],
    },
    saveToSentItems: true,
  };
}

test("a mail is caught, and found in the sender's folder by its subject", async () => {
  await using tenant = await aTenant(basic);
  const { id } = tenant.state.person("notices");
  const folder = `users/${id}/mailFolders/sentitems/messages`;

  const sent = await tenant.graph("POST", `users/${id}/sendMail`, aMail("n-1"));
  const found = await tenant.graph(
    "GET",
    `${folder}?${bySubject("A person's access ended [n-1]")}&$select=id,sentDateTime`,
  );
  const other = await tenant.graph("GET", `${folder}?${bySubject("A person's access ended [n-2]")}&$select=id`);

  expect(sent.status).toBe(202);
  expect(tenant.state.mails).toMatchObject([
    {
      from: "leaver-notices@kestrel.example",
      to: ["maria.keller@kestrel.example"],
      subject: "A person's access ended [n-1]",
      headers: [{ name: "x-leaver-notice", value: "n-1" }],
    },
  ]);
  expect(found.body).toMatchObject({ value: [{ id: tenant.state.mails[0]?.id, sentDateTime: expect.any(String) }] });
  expect(other.body).toMatchObject({ value: [] });
  expect(tenant.effectCounts()).toEqual({ [id]: { "send-mail": 1 } });
});

test("what mails say takes more than the basic permission, and sending is no right to read", async () => {
  await using reader = await aTenant({ grantedPermissions: ["Mail.Send", "Mail.Read"] });
  await using basicReader = await aTenant(basic);
  await using sender = await aTenant({ grantedPermissions: ["Mail.Send"] });
  const folder = `users/${reader.state.person("notices").id}/mailFolders/sentitems/messages`;
  const read = async (tenant: TestTenant) => {
    await tenant.graph("POST", `users/${tenant.state.person("notices").id}/sendMail`, aMail("n-1"));
    return tenant.graph("GET", folder);
  };

  expect((await read(reader)).body).toMatchObject({ value: [{ body: { content: "See the case." } }] });
  const { body } = await read(basicReader);
  expect(body).toMatchObject({ value: [{ subject: expect.any(String) }] });
  expect(JSON.stringify(body)).not.toContain("See the case.");
  expect(await read(sender)).toMatchObject({ status: 403, body: errorOf("Authorization_RequestDenied") });
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
  expect((await tenant.graph("GET", folder)).body).toMatchObject({
    value: [{ subject: "A person's access ended [n-1]" }],
  });
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

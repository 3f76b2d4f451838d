import { expect, test } from "vitest";
import { textOfHtml } from "../../dev/tenant/control/text-of-html.ts";
import { noticeKinds } from "../../shared/domain/notices.ts";
import { Language } from "../../shared/notices/language.ts";
import { aTenant, request } from "../tenant/a-tenant.ts";

test("the catcher lists what was sent and shows each mail as HTML and as text", async () => {
  await using tenant = await aTenant();
  await tenant.graph("POST", `users/${tenant.state.person("notices").id}/sendMail`, {
    message: {
      subject: "A <b>notice</b>",
      body: { contentType: "html", content: "<h1>Hello</h1><p>You &amp; <script>alert(1)</script>me</p>" },
      toRecipients: [{ emailAddress: { address: "maria.keller@kestrel.example" } }],
    },
  });
  const list = await request(`${tenant.controlUrl}/mail`);
  const address = /href="(\/mail\/AAMk[^"]+)"/.exec(String(list.body))?.[1];
  const one = await request(`${tenant.controlUrl}${address}`);

  expect(list.body).toContain("A &lt;b&gt;notice&lt;/b&gt;");
  expect(one.body).toContain('<iframe sandbox title="HTML body" srcdoc="&lt;h1&gt;Hello');
  expect(one.body).toContain("<pre>Hello\n\nYou &amp; me</pre>");
  expect(one.body).not.toContain("<script");
  expect((await request(`${tenant.controlUrl}/mail/AAMkNone`)).status).toBe(400);
});

test.each(Language.options)(
  "every notice can be looked at in %s, with the way to the other languages",
  async (language) => {
    await using tenant = await aTenant();
    const { body } = await request(`${tenant.controlUrl}/mail/samples/${language}`);
    for (const kind of noticeKinds) expect(body).toContain(`<article id="${kind}">`);
    for (const other of Language.options) expect(body).toContain(`href="/mail/samples/${other}"`);
  },
);

test("a language that notices are not written in is refused by name", async () => {
  await using tenant = await aTenant();
  const { status, body } = await request(`${tenant.controlUrl}/mail/samples/pl`);
  expect(status).toBe(400);
  expect(body).toEqual({ error: "Notices are written in en, sv, nb, da, nl, de, fr" });
});

test("tables and lists stay readable as text", () => {
  const html =
    "<table><tr><th>Ends</th>\n<td>Monday</td></tr></table><ul><li>One</li><li>Two</li></ul><p>&#39;x&#39;</p>";
  expect(textOfHtml(html)).toBe("Ends: Monday\n\n- One\n- Two\n\n'x'");
});

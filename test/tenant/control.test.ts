import { expect, test } from "vitest";
import { setAccountEnabled } from "../../dev/tenant/changes.ts";
import { allCommands } from "../../dev/tenant/control/all-commands.ts";
import { aTenant, clock, request } from "./a-tenant.ts";

const post = (url: string, body: unknown) => request(url, { method: "POST", body: JSON.stringify(body) });

test("a checker outside reads effects, requests, mails and people", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });

  const [effects, requests, mails, anna, unhandled] = await Promise.all(
    ["effects", "requests", "mails", "people/anna", "unhandled"].map((path) => request(`${tenant.controlUrl}/${path}`)),
  );

  expect(effects?.body).toMatchObject([{ seq: 1, operation: "block-sign-in", objectId: id }]);
  expect(requests?.body).toContainEqual(
    expect.objectContaining({ method: "PATCH", path: `/v1.0/users/${id}`, status: 204 }),
  );
  expect(mails?.body).toEqual([]);
  expect(anna?.body).toMatchObject({ accountEnabled: false, devices: [{}, {}], mailbox: {}, hr: { hrId: "101" } });
  expect(unhandled?.body).toEqual([]);
});

test("a checker outside orders faults, latency, terminations and time", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  const { controlUrl } = tenant;
  const before = Date.now();

  const orders = [
    await post(`${controlUrl}/faults`, {
      match: { path: "/users/" },
      action: { status: 503, when: "before" },
      times: 1,
    }),
    await post(`${controlUrl}/faults`, { lag: { property: "casMailbox", ms: 1000 } }),
    await post(`${controlUrl}/latency`, { ms: 1 }),
    await post(`${controlUrl}/hr/101/terminate`, { lastDay: "2026-03-31" }),
    await post(`${controlUrl}/clock/advance`, { ms: 5000 }),
  ];

  expect(orders.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await tenant.graph("GET", `users/${id}`)).status).toBe(503);
  expect((await tenant.graph("GET", `users/${id}`)).status).toBe(200);
  expect(tenant.state.hr.find("101")?.termination).toEqual({ lastDay: "2026-03-31", type: "Voluntary" });
  expect(Date.now() - before).toBeGreaterThanOrEqual(5000);
  await post(`${controlUrl}/hr/101/rescind`, {});
  expect(tenant.state.hr.find("101")?.termination).toBeUndefined();
});

test("a checker reads counts, routes, what is going to happen, and the effects of one person", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");
  await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false });
  await tenant.graph("PATCH", `users/${tenant.state.person("ben").id}`, { accountEnabled: false });
  await tenant.graph("DELETE", `users/${id}`);
  const show = async (path: string) => (await request(`${tenant.controlUrl}/${path}`)).body;

  expect(await show("counts")).toMatchObject({ [id]: { "block-sign-in": 1, "delete-user": 1 } });
  const effects = await show("effects/anna");
  expect(effects).toContainEqual(expect.objectContaining({ operation: "block-sign-in", personId: id }));
  expect(JSON.stringify(effects)).not.toContain(tenant.state.person("ben").id);
  expect(await show("schedule")).toContainEqual(expect.objectContaining({ kind: "purge-user", subject: id }));
  expect(await show("routes")).toContainEqual({
    method: "DELETE",
    path: "/v1.0/users/:id",
    access: { resource: "graph", anyOf: ["User.DeleteRestore.All", "User.ReadWrite.All"] },
  });
});

test("somebody at a portal blocks, deletes, restores and purges; the application is changed", async () => {
  await using tenant = await aTenant();
  const { controlUrl } = tenant;
  for (const order of ["block", "allow", "delete", "restore", "delete", "purge"]) {
    expect((await post(`${controlUrl}/people/anna/${order}`, {})).status, order).toBe(200);
  }
  const changed = await post(`${controlUrl}/application`, { graphPermissions: ["User.Read.All"] });

  const byHand = tenant.effects().filter(({ by }) => by === "hand");
  expect(byHand.map(({ operation }) => operation)).toEqual([
    "block-sign-in",
    "allow-sign-in",
    "delete-user",
    "restore-user",
    "delete-user",
    "purge-user",
  ]);
  const gone = await request(`${controlUrl}/people/anna`, { headers: { accept: "text/html" } });
  expect(gone.body, "a checker sees also who is gone").toContain("gone for good");
  expect(changed.status).toBe(200);
  const { id } = tenant.state.person("ben");
  expect((await tenant.graph("PATCH", `users/${id}`, { accountEnabled: false })).status).toBe(403);
});

test("what is disabled in Active Directory can wait for the next synchronisation", async () => {
  await using tenant = await aTenant();
  await post(`${tenant.controlUrl}/people/erik/disable-on-premises`, { atNextSync: true });
  expect(tenant.state.person("erik").accountEnabled).toBe(true);

  await clock.advance(1_800_000);

  expect(tenant.state.person("erik").accountEnabled).toBe(false);
});

test("a person has a page, and every order stands on the first one", async () => {
  await using tenant = await aTenant();
  await post(`${tenant.controlUrl}/people/anna/block`, {});
  const inBrowser = { headers: { accept: "text/html" } };

  const anna = await request(`${tenant.controlUrl}/people/anna`, inBrowser);
  const first = await request(`${tenant.controlUrl}/`);

  expect(anna.body).toContain("<h1>Anna Albrecht</h1>");
  expect(anna.body).toContain("<tr><th>Account<td>blocked");
  for (const { path } of allCommands) expect(first.body).toContain(`POST /${path}`);
});

test("an order that makes no sense is refused", async () => {
  await using tenant = await aTenant();

  const replies = [
    await post(`${tenant.controlUrl}/faults`, { action: { stauts: 503 } }),
    await post(`${tenant.controlUrl}/hr/999/terminate`, { lastDay: "2026-03-31" }),
    await post(`${tenant.controlUrl}/nonsense`, {}),
    await request(`${tenant.controlUrl}/people/nobody`),
  ];

  expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
});

test("a person plays the administrator of Active Directory, for those who are mastered there", async () => {
  await using tenant = await aTenant();
  const order = (who: string) => post(`${tenant.controlUrl}/people/${who}/disable-on-premises`, {});
  const before = tenant.state.person("erik").passwordChangedAt;

  const done = await order("erik");
  const refused = await order("anna");

  expect(done.status).toBe(200);
  expect(tenant.state.person("erik").accountEnabled).toBe(false);
  expect(tenant.state.person("erik").passwordChangedAt).toBeGreaterThan(before);
  expect(tenant.state.devicesOf("erik").some((device) => device.accountEnabled)).toBe(false);
  expect(tenant.effectCounts(), "none of it is Leaver's doing").toEqual({});
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(tenant.state.person("anna").accountEnabled).toBe(true);
});

test("whoever signs asks for virtual time in seconds", async () => {
  await using tenant = await aTenant();

  const { body } = await request(`${tenant.controlUrl}/clock/seconds`);

  expect(Math.abs(Number(body) - Date.now() / 1_000)).toBeLessThan(2);
});

test("the page shows what was changed, with names for ids", async () => {
  await using tenant = await aTenant();
  const { id, deviceIds } = tenant.state.person("anna");
  const empty = await request(`${tenant.controlUrl}/`);
  await tenant.graph("PATCH", `devices/${deviceIds[0]}`, { accountEnabled: false });
  setAccountEnabled(tenant.state, tenant.state.person("ben"), false, "hand");

  const page = await request(`${tenant.controlUrl}/`);

  expect(empty.body).toContain("Nothing was changed yet.");
  expect(page.body).toContain("<td>Anna Albrecht<td>disable-device ANNA-LAPTOP<td>Leaver");
  expect(page.body).toContain("<td>Ben Okafor<td>block-sign-in<td>somebody at a portal");
  expect(page.body).not.toContain(id);
});

test("markup in a mail is shown, not run", async () => {
  await using tenant = await aTenant();
  const script = `<script>alert("x")</script>`;
  for (const contentType of ["text", "html"]) {
    await tenant.graph("POST", `users/${tenant.state.person("notices").id}/sendMail`, {
      message: {
        subject: script,
        body: { contentType, content: script },
        toRecipients: [{ emailAddress: { address: "a@b.example" } }],
      },
    });
  }

  const page = await request(`${tenant.controlUrl}/`);

  expect(page.body).not.toContain("<script");
  expect(page.body).toContain("&lt;script&gt;");
  expect(page.body).toContain("<iframe sandbox ");
});

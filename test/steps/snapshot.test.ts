import { describe, expect, test } from "vitest";
import { guidOf } from "../../dev/tenant/ids.ts";
import { assignRole } from "../../dev/tenant/roles/changes.ts";
import { roleDefinitionId } from "../../dev/tenant/roles/role-definitions.ts";
import { usualSettings } from "../../shared/domain/case-settings.ts";
import { aProduct } from "../a-product.ts";
import { idOf, type Product, stepNamed } from "../product/product.ts";
import { mailboxOf } from "./hand-over/mailbox-of.ts";

const begin = aProduct();
const wholeChecklist = { policy: { defaults: { end: "living-account" as const } } };

async function opened(product: Product, who: string) {
  product.terminate(who);
  await product.told(who);
  return product.leaver(who);
}

describe("snapshot", () => {
  test("R-24: keeps everything that later steps may take away, as ids and counts, before the first change", async () => {
    const product = await begin(wholeChecklist);
    const anna = await opened(product, "anna");
    anna.person.proxyAddresses = ["SMTP:anna.albrecht@kestrel.example", "smtp:anna@kestrel.example"];
    const securityReader = { roleDefinitionId: roleDefinitionId("Security Reader"), directoryScopeId: "/" };
    assignRole(product.tenant.state, anna.person, securityReader, { by: "hand" });
    mailboxOf(product, "anna").its.fullAccess.push({ userId: idOf("maria"), autoMapping: true });

    await product.run("snapshot");

    const step = await anna.step("snapshot");
    expect(step.state).toBe("done");
    expect(step.evidence).toMatchObject({
      account: {
        id: anna.id,
        enabled: true,
        managerId: idOf("maria"),
        licences: [{}, { throughGroup: expect.anything() }],
        addresses: 2,
      },
      memberOf: { first: expect.arrayContaining([...anna.person.groupIds]) },
      roles: { active: { count: 1, first: [{ scopeId: "/" }] }, eligible: { count: 0 }, inherited: 0 },
      ownedGroups: { count: 0 },
      managedLists: { count: 0 },
      ownedApplications: { count: 0 },
      consents: { count: 2, first: [{ clientId: expect.anything(), scope: expect.anything() }, {}] },
      appRoles: { count: 1, first: [{ resourceId: expect.anything(), appRoleId: expect.anything() }] },
      devices: { first: anna.person.deviceIds.map((id) => ({ id, enabled: true })) },
      signInMethods: { count: 3 },
      mailProtocols: { webmail: true, smtpSubmission: null },
      forwarding: { keepsCopy: false },
      inboxRules: { count: 3, first: [{ outside: 0 }, { outside: 1 }, { outside: 0 }] },
      delegates: { "full-access": 1, "send-as": 0, "send-on-behalf": 0 },
      phoneNumbers: { count: 1, first: [{ type: "callingPlan", category: "primary" }] },
    });
    expect([anna.effects(), product.writes()]).toEqual([[], []]);
  });

  test("R-24: groups, lists and app registrations that the leaver owns are in it", async () => {
    const product = await begin(wholeChecklist);
    const [ben, clara] = [await opened(product, "ben"), await opened(product, "clara")];

    await product.run("snapshot");

    const counted = { count: expect.any(Number), first: expect.arrayContaining([expect.any(String)]) };
    expect((await ben.step("snapshot")).evidence).toMatchObject({ ownedGroups: counted, managedLists: counted });
    expect((await clara.step("snapshot")).evidence).toMatchObject({ ownedApplications: counted });
  });

  test("P10, R-72: no name, address, phone number or text of a rule is in it", async () => {
    const product = await begin(wholeChecklist);
    const anna = await opened(product, "anna");
    mailboxOf(product, "anna").its.forwardingSmtpAddress = "smtp:anna.private@mail.example.org";

    await product.run("snapshot");

    const text = JSON.stringify((await anna.file()).steps);
    expect((await anna.step("snapshot")).evidence).toMatchObject({ forwarding: { address: { external: true } } });
    const canaries = [
      "Albrecht",
      "kestrel.example",
      "example.org",
      "30555000",
      "2025550101",
      'phoneNumber"',
      "Invoices",
    ];
    for (const canary of canaries) expect(text).not.toContain(canary);
  });

  test("george has no mailbox: the snapshot says so and nothing else about one", async () => {
    const product = await begin();
    const george = await product.leaver("george").at("snapshot");

    await product.run("snapshot");

    const { state, evidence } = await george.step("snapshot");
    const none = { notRead: "the leaver has no cloud mailbox" };
    expect(state).toBe("done");
    expect(evidence).toMatchObject({ mailProtocols: none, forwarding: none, inboxRules: none, delegates: none });
  });

  test("R-15: what a service refuses is recorded as not read, and the lockout goes on", async () => {
    const product = await begin(wholeChecklist);
    const anna = await opened(product, "anna");
    const refused = /InvokeCommand|roleManagement|ownedObjects|Grants|appRole|Devices|methods|numberAssignments/;
    product.tenant.faults.add({ match: { path: refused }, action: { status: 403, when: "before" } });

    await product.run("snapshot");

    const { state, evidence } = await anna.step("snapshot");
    expect(state).toBe("done");
    const notRead = { notRead: expect.stringContaining("was refused") };
    const { account: _, memberOf, ...rest } = evidence as Record<string, unknown>;
    expect(memberOf).toMatchObject({ count: expect.any(Number) });
    expect(Object.values(rest)).toEqual(Object.values(rest).map(() => notRead));
    expect((await anna.states())["remove-admin-roles"]).toBe("ready");
  });

  test("R-15: Exchange does not answer: the directory is kept, and the lockout does not wait", async () => {
    const product = await begin(wholeChecklist);
    const anna = await opened(product, "anna");
    product.tenant.faults.add({ match: { path: /InvokeCommand/ }, action: { status: 503, when: "before" } });

    await product.run("snapshot");

    const { state, evidence } = await anna.step("snapshot");
    expect([state, evidence]).toMatchObject([
      "done",
      { consents: { count: 2 }, inboxRules: { notRead: expect.stringContaining("wait") } },
    ]);
  });

  test.each([
    ["the account", /\/users\/[^/]+\?/],
    ["groups and roles", /memberOf\?\$select=id&/],
  ])("R-24: without %s nothing is changed", async (_, path) => {
    const product = await begin(wholeChecklist);
    const anna = await opened(product, "anna");
    product.tenant.faults.add({ match: { path }, action: { status: 403, when: "before" } });

    await product.run();

    const states = await anna.states();
    expect([states.snapshot, states["block-sign-in"]]).toEqual(["parked", "pending"]);
    expect(anna.effects()).toEqual([]);
  });

  test("a suspension takes neither consents nor phone numbers away: the snapshot needs no permission for them", async () => {
    const product = await begin();
    const anna = await opened(product, "anna");

    await product.run("snapshot");

    expect((await anna.step("snapshot")).evidence).toMatchObject({
      consents: { notRead: "the plan leaves remove-consents out" },
      phoneNumbers: { notRead: "the plan leaves unassign-phone-numbers out" },
    });
    const asked = product.tenant.requests().map(({ path }) => path);
    expect(asked.filter((path) => /Grants|numberAssignments/.test(path))).toEqual([]);
  });

  test("it needs no permission but its own and those of the steps that take away what it keeps", async () => {
    const product = await begin(wholeChecklist);
    const anna = await opened(product, "anna");
    const takers = ["snapshot", "remove-admin-roles", "remove-consents", "unassign-phone-numbers"].map(stepNamed);
    product.tenant.application.graphPermissions = takers.flatMap(({ permissions, permissionsByChoice }) => [
      ...permissions,
      ...permissionsByChoice.flatMap((choice) => (choice.holds(usualSettings) ? choice.permissions : [])),
    ]);

    await product.run("snapshot");

    expect(JSON.stringify((await anna.step("snapshot")).evidence)).not.toContain("notRead");
    expect(product.tenant.requests().filter(({ status }) => status === 403)).toEqual([]);
  });

  test("R-24: it is small for a person in 500 groups, and counts them all", async () => {
    const product = await begin(wholeChecklist);
    const anna = await opened(product, "anna");
    const { groups } = product.tenant.state;
    const [pattern] = groups.all();
    if (pattern === undefined) throw new Error("The company has no group");
    for (let number = 0; number < 500; number += 1) {
      const group = { ...pattern, id: guidOf(`group/many-${number}`) };
      groups.add(group);
      groups.setMember(anna.person, group, true);
    }

    await product.run("snapshot");

    const { evidence } = await anna.step("snapshot");
    const { memberOf } = evidence as { memberOf: { count: number; first: string[] } };
    expect([memberOf.count, memberOf.first.length]).toEqual([anna.person.groupIds.length, 200]);
    expect(JSON.stringify(evidence).length).toBeLessThan(20_000);
  });
});

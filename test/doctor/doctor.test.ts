import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { TableClient } from "@azure/data-tables";
import { generate } from "selfsigned";
import { afterEach, describe, expect, test } from "vitest";
import { serviceBusConfig } from "../../dev/stack/entities.ts";
import { local } from "../../dev/stack/settings.ts";
import { busEntities } from "../../functions/health.ts";
import { instant } from "../../shared/domain/ids.ts";
import { HealthReport } from "../../shared/health/report.ts";
import { given, rightsOf } from "../grant/a-grant.ts";
import { aBusWith, aDoctor, exactly } from "./a-doctor.ts";

const doctor = aDoctor();
const nowhere = "https://localhost:9";
const dayMs = 86_400_000;

afterEach(() => {
  const { tenant } = doctor.here.stack;
  tenant.faults.clear();
  tenant.application.enabled = true;
  tenant.application.graphPermissions = exactly;
});

test("finds nothing broken and nothing to warn of on the local stack", async () => {
  const { healthy, checks } = await doctor.here.look();

  expect(checks.filter(({ status }) => status === "error" || status === "warning")).toEqual([]);
  expect(healthy).toBe(true);
  expect(checks.filter(({ status }) => status === "skipped").map(({ id }) => id)).toEqual([
    "graph.mail-scope",
    "graph.subscriptions",
    "hr.approvals",
  ]);
});

test("takes no message, locks none and changes nothing", async () => {
  const { broker, tenant } = doctor.here.stack;
  const before = { counts: broker.counts(), effects: tenant.effects().length };

  await doctor.here.look();

  expect({ counts: broker.counts(), effects: tenant.effects().length }).toEqual(before);
  expect(Object.keys(broker.operations()).filter((name) => /^(deliveries|complete|abandon) /.test(name))).toEqual([]);
});

test("looks at exactly the entities that infrastructure makes", () => {
  const [namespace] = serviceBusConfig().UserConfig.Namespaces;

  expect(namespace?.Queues.map(({ Name }) => Name)).toEqual(busEntities.queues);
  expect(namespace?.Topics.map(({ Name }) => Name)).toEqual(busEntities.topics);
});

test("GET /api/health gives the same report to whoever has a function key, and its status says whether all is well", async () => {
  const { host, tenant } = doctor.here.stack;
  const ask = (key: string) => fetch(`${host.url}/api/health`, { headers: { "x-functions-key": key } });

  const [refused, well] = await Promise.all([ask("wrong"), ask(local.functionKey)]);
  tenant.application.enabled = false;
  const broken = await ask(local.functionKey);

  expect([refused.status, well.status, broken.status]).toEqual([401, 200, 503]);
  expect(HealthReport.parse(await well.json())).toMatchObject({ healthy: true });
  expect(HealthReport.parse(await broken.json())).toMatchObject({
    healthy: false,
    checks: expect.arrayContaining([expect.objectContaining({ id: "graph.sign-in", status: "error" })]),
  });
});

describe("settings", () => {
  test.each([
    ["settings.tenant", { M365_CLIENT_ID: "" }, /M365_CLIENT_ID: is missing/, /restart the app/],
    [
      "settings.tenant",
      { M365_CERTIFICATE: "@Microsoft.KeyVault(x)" },
      /M365_CERTIFICATE: could not be read/,
      /Key Vault Secrets User/,
    ],
    ["settings.hr-sources", { HR_BAMBOOHR_SECRET: "" }, /HR_BAMBOOHR_SECRET: is empty/, /restart the app/],
    [
      "settings.hr-sources",
      { HR_PAYROLL_LOOKUP_KEY: "@Microsoft.KeyVault(x)" },
      /HR_PAYROLL_LOOKUP_KEY: could not be read/,
      /Key Vault Secrets User/,
    ],
    ["settings.tables", { LEDGER: "" }, /LEDGER__tableServiceUri: is missing/, /restart the app/],
    [
      "settings.service-bus",
      { SERVICE_BUS: "" },
      /SERVICE_BUS__fullyQualifiedNamespace: is missing/,
      /restart the app/,
    ],
    [
      "settings.policy",
      { POLICY_FILE: "/nowhere/policy.json" },
      /POLICY_FILE: .*cannot be read/,
      /npm run policy -- check/,
    ],
    ["settings.notices", { NOTICE_LANGUAGE: "xx" }, /NOTICE_LANGUAGE: must be one of/, /restart the app/],
    ["settings.notifications", { PUBLIC_ORIGIN: "ftp://x" }, /PUBLIC_ORIGIN: must be an https/, /restart the app/],
    [
      "cloud",
      { M365_CLOUD: "mars" },
      /no cloud that Leaver knows/,
      /M365_CLOUD to one of worldwide, us-gov-l4, us-gov-l5, china/,
    ],
    ["cloud", { M365_CLOUD: "germany" }, /Germany closed on 29 October 2021/, /M365_CLOUD to one of/],
  ])("%s with %o: says so and what to do", async (id, others, found, todo) => {
    expect(await doctor.here.check(id, others)).toMatchObject({
      status: "error",
      found: expect.stringMatching(found),
      todo: expect.stringMatching(todo),
    });
  });

  test("settings.policy with a policy that contradicts itself", async () => {
    const file = join(doctor.here.stack.settings.POLICY_FILE ?? "", "..", "contradiction.json");
    await writeFile(file, JSON.stringify({ defaults: { end: "inactive-mailbox" } }));

    expect(await doctor.here.check("settings.policy", { POLICY_FILE: file })).toMatchObject({
      status: "error",
      found: expect.stringMatching(/an inactive mailbox needs a hold/),
      todo: expect.stringMatching(/npm run policy -- check/),
    });
  });

  test("cloud: storage or bus of another cloud are told", async () => {
    const others = { M365_CLOUD: "us-gov-l4", LEDGER__tableServiceUri: "https://x.table.core.windows.net" };

    expect(await doctor.here.check("cloud", others)).toMatchObject({
      status: "warning",
      found: expect.stringMatching(/LEDGER__tableServiceUri names hosts of another cloud/),
      todo: expect.stringMatching(/M365_CLOUD/),
    });
  });
});

describe("sign-in", () => {
  const signIn = async (others: Record<string, string>) => await doctor.here.check("graph.sign-in", others);

  test.each([
    [
      "a wrong secret",
      { M365_CERTIFICATE: "", M365_CLIENT_SECRET: "canary-wrong-secret" },
      /refuses the client secret \(AADSTS7000215\)/,
      /M365_CLIENT_SECRET/,
    ],
    [
      "another application",
      { M365_CLIENT_ID: "0f8b2a6c-1f55-4b0e-8f5c-6a9a5b8f2c22" },
      /does not know the application \(AADSTS700016\)/,
      /M365_CLIENT_ID/,
    ],
    [
      "another tenant",
      { M365_TENANT_ID: "0f8b2a6c-1f55-4b0e-8f5c-6a9a5b8f2c22" },
      /no such tenant \(AADSTS90002\)/,
      /M365_TENANT_ID/,
    ],
    [
      "a tenant that is away",
      { M365_ENDPOINT: nowhere },
      /sign-in service does not answer/,
      /reach https:\/\/localhost:9/,
    ],
  ])("%s", async (_, others, found, todo) => {
    expect(await signIn(others)).toMatchObject({
      status: "error",
      found: expect.stringMatching(found),
      todo: expect.stringMatching(todo),
    });
  });

  test("a certificate that the tenant does not know, and that ends soon", async () => {
    const { cert, private: key } = await generate([{ name: "commonName", value: "another" }], {
      keySize: 2048,
      algorithm: "sha256",
      notAfterDate: new Date(Date.now() + 10.5 * dayMs),
    });
    const M365_CERTIFICATE = `${key.trim()}\n${cert.trim()}\n`;

    expect(await signIn({ M365_CERTIFICATE })).toMatchObject({
      status: "error",
      found: expect.stringMatching(/does not know the certificate \(AADSTS700027\)/),
      todo: expect.stringMatching(/M365_CERTIFICATE to the app registration/),
    });
    const look = (now = Date.now) => doctor.here.check("certificate", { M365_CERTIFICATE }, { now });
    expect(await look()).toMatchObject({ status: "warning", found: expect.stringMatching(/expires in 10 days/) });
    expect(await look(() => Date.now() + 11 * dayMs)).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/new certificate/),
    });
  });

  test("an application that is disabled", async () => {
    doctor.here.stack.tenant.application.enabled = false;

    expect(await signIn({})).toMatchObject({
      status: "error",
      found: expect.stringMatching(/disabled/),
      todo: expect.stringMatching(/Enable the enterprise application/),
    });
    expect(await doctor.here.check("graph.permissions")).toMatchObject({ status: "skipped" });
  });

  test.each([
    [90_000, "warning"],
    [-90_000, "warning"],
    [600_000, "error"],
  ])("a clock that is %i ms off", async (offMs, status) => {
    expect(await doctor.here.check("clock", {}, { now: () => Date.now() + offMs })).toMatchObject({
      status,
      found: expect.stringMatching(offMs < 0 ? /s behind/ : /s ahead of/),
      todo: expect.stringMatching(/NTP.*300 s/),
    });
  });

  test("a tenant that is away leaves the clock unknown", async () => {
    expect(await doctor.here.check("clock", { M365_ENDPOINT: nowhere })).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/firewall/),
    });
  });
});

describe("permissions in the tenant", () => {
  test("one that is missing is named with the step that takes it", async () => {
    doctor.here.stack.tenant.application.graphPermissions = exactly.filter((one) => one !== "User.RevokeSessions.All");

    expect(await doctor.here.check("graph.permissions")).toMatchObject({
      status: "error",
      found: expect.stringMatching(
        /^1 permissions are missing: User\.RevokeSessions\.All \(for revoke-sessions, revoke-sessions-again\)$/,
      ),
      todo: expect.stringMatching(/npm run grant -- --apply/),
    });
  });

  test("one that no step takes is a warning", async () => {
    doctor.here.stack.tenant.application.graphPermissions = [...exactly, "Sites.ReadWrite.All"];

    expect(await doctor.here.check("graph.surplus")).toMatchObject({
      status: "warning",
      found: expect.stringMatching(/does not need: Sites\.ReadWrite\.All/),
      todo: expect.stringMatching(/--prune/),
    });
  });

  test("a right that includes what is needed counts as both: enough, and nothing is missing", async () => {
    doctor.here.stack.tenant.application.graphPermissions = exactly.map((one) =>
      one === "User.Read.All" ? "User.ReadWrite.All" : one,
    );

    expect(await doctor.here.check("graph.permissions")).toMatchObject({ status: "ok" });
  });

  test("reads that are refused name the mend", async () => {
    const { tenant } = doctor.here.stack;
    tenant.application.graphPermissions = exactly.filter(
      (one) => one !== "Mail.ReadBasic.All" && one !== "User.Read.All",
    );

    expect(await doctor.here.check("graph.sent-notices")).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/NOTICE_SENDER.*npm run grant -- --print/),
    });
    tenant.faults.add({ match: { path: /^\/v1\.0\/users\// }, action: { status: 403, when: "before" } });
    expect(await doctor.here.check("graph.notice-sender")).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/User\.Read\.All/),
    });
  });

  test("a sender that does not exist", async () => {
    const others = { NOTICE_SENDER: "nobody@kestrel.example" };

    expect(await doctor.here.check("graph.notice-sender", others)).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/Set NOTICE_SENDER/),
    });
  });
});

describe("services of the tenant", () => {
  test.each([
    ["exchange", /^\/adminapi\//, 503, /Exchange does not answer/, /service health/],
    ["exchange", /^\/adminapi\//, 403, /Exchange refuses/, /role Exchange Administrator/],
    ["sharepoint", /^\/_api\//, 503, /SharePoint does not answer/, /service health/],
    ["sharepoint", /^\/_api\//, 403, /SharePoint refuses/, /Sites\.FullControl\.All/],
    ["graph.notice-sender", /^\/v1\.0\//, 503, /Graph does not answer/, /service health/],
  ] as const)("%s when %s answers %i", async (id, path, status, found, todo) => {
    doctor.here.stack.tenant.faults.add({ match: { path }, action: { status, when: "before" } });

    expect(await doctor.here.check(id)).toMatchObject({
      status: "error",
      found: expect.stringMatching(found),
      todo: expect.stringMatching(todo),
    });
  });

  test("sharepoint with a secret only", async () => {
    expect(await doctor.here.check("sharepoint", { M365_CERTIFICATE: "" })).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/Set M365_CERTIFICATE/),
    });
  });

  test("change notifications that nobody renewed", async () => {
    const check = async (expiresAt: number, resource = "users") =>
      await doctor.here.check(
        "graph.subscriptions",
        {},
        {
          subscriptions: {
            wanted: async () => ["users"],
            alive: async () => [{ resource, expiresAt: instant(expiresAt) }],
          },
        },
      );

    expect(await check(Date.now() + 20 * dayMs)).toMatchObject({ status: "ok" });
    expect(await check(Date.now() + dayMs)).toMatchObject({
      status: "warning",
      todo: expect.stringMatching(/subscriptions/),
    });
    expect(await check(Date.now() - 1)).toMatchObject({
      status: "error",
      found: expect.stringMatching(/no live subscription for users/),
    });
    expect(await check(Date.now() + 20 * dayMs, "users/1")).toMatchObject({ status: "error" });
  });
});

describe("tables", () => {
  test("one that is missing", async () => {
    const sources = TableClient.fromConnectionString(doctor.here.stack.settings.LEDGER ?? "", "sources", {
      allowInsecureConnection: true,
    });
    await sources.deleteTable();
    try {
      expect(await doctor.here.check("tables.sources")).toMatchObject({
        status: "error",
        found: "the table sources is missing",
        todo: expect.stringMatching(/Create the table sources/),
      });
    } finally {
      await sources.createTable();
    }
  });

  test("a machine without a managed identity", async () => {
    const others = { LEDGER: "", LEDGER__tableServiceUri: "https://nowhere.table.core.windows.net" };

    expect(await doctor.here.check("tables.cases", others)).toMatchObject({
      status: "error",
      found: expect.stringMatching(/no managed identity here/),
      todo: expect.stringMatching(/LEDGER__clientId.*--url/),
    });
  });

  test("an account that is away, and one that refuses the identity", async () => {
    const { LEDGER = "" } = doctor.here.stack.settings;
    const away = LEDGER.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:9");
    const refused = LEDGER.replace(/AccountKey=[^;]+/, "AccountKey=Y2FuYXJ5");

    expect(await doctor.here.check("tables.cases", { LEDGER: away })).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/LEDGER__tableServiceUri/),
    });
    expect(await doctor.here.check("tables.cases", { LEDGER: refused })).toMatchObject({
      status: "error",
      todo: expect.stringMatching(/Storage Table Data Contributor/),
    });
  });
});

describe("service bus", () => {
  test("a queue, a topic and a subscription that are missing are told, each by its name, and the others are still looked at", async () => {
    await aBusWith(
      doctor.here,
      (namespace) => {
        namespace.Queues = namespace.Queues.filter(({ Name }) => Name !== "wake");
        namespace.Topics = namespace.Topics.filter(({ Name }) => Name !== "events");
        for (const topic of namespace.Topics)
          topic.Subscriptions = topic.Subscriptions.filter(({ Name }) => Name !== "block-sign-in");
      },
      async (settings) => {
        const { checks } = await doctor.here.look(settings, { only: "service-bus" });
        const told = Object.fromEntries(checks.map((check) => [check.id, check]));

        expect(told["service-bus.intake"]).toMatchObject({ status: "ok" });
        expect(told["service-bus.steps"]).toMatchObject({ status: "ok" });
        expect(told["service-bus.wake"]).toMatchObject({
          status: "error",
          found: "the queue wake is missing",
          todo: expect.stringMatching(/azd provision/),
        });
        expect(told["service-bus.events"]).toMatchObject({ status: "error", found: "the topic events is missing" });
        expect(told["service-bus.subscriptions"]).toMatchObject({
          status: "error",
          found: "the subscription steps/block-sign-in is missing; the subscription events/operator is missing",
        });
      },
    );
  });

  test("a subscription with another filter, and one that lets everything through", async () => {
    await aBusWith(
      doctor.here,
      ({ Topics }) => {
        for (const { Subscriptions } of Topics) {
          for (const subscription of Subscriptions) {
            if (subscription.Name === "revoke-sessions")
              Object.assign(subscription, {
                Rules: [
                  { Name: "step", Properties: { FilterType: "Correlation", CorrelationFilter: { Label: "revoke" } } },
                ],
              });
            if (subscription.Name === "snapshot") Object.assign(subscription, { Rules: [] });
            if (subscription.Name === "operator") subscription.Rules = subscription.Rules.slice(0, 1);
          }
        }
      },
      async (settings) => {
        expect(await doctor.here.check("service-bus.subscriptions", settings)).toMatchObject({
          status: "error",
          found:
            "steps/snapshot has a rule that lets others through; steps/revoke-sessions has a rule that lets others through; events/operator has no rule for case.account-deleted-elsewhere",
          todo: expect.stringMatching(/correlation filter on the label/),
        });
      },
    );
  });

  test("a bus that refuses the identity, and one that is away", async () => {
    await aBusWith(
      doctor.here,
      () => undefined,
      async (settings) => {
        expect(await doctor.here.check("service-bus.events", settings)).toMatchObject({
          status: "error",
          todo: expect.stringMatching(/Azure Service Bus Data Sender/),
        });
      },
      { RootManageSharedAccessKey: Buffer.from("another key").toString("base64") },
    );
    const away = {
      SERVICE_BUS: (doctor.here.stack.settings.SERVICE_BUS ?? "").replace(/localhost:\d+/, "localhost:9"),
    };
    expect(await doctor.here.check("service-bus.events", away)).toMatchObject({
      status: "error",
      found: "the bus cannot be reached for events (ECONNREFUSED)",
      todo: expect.stringMatching(/SERVICE_BUS__fullyQualifiedNamespace/),
    });
  });
});

describe("HR systems", () => {
  test("a lookup key that is refused", async () => {
    expect(await doctor.here.check("hr.bamboohr", { HR_BAMBOOHR_LOOKUP_KEY: "canary-hr-key" })).toMatchObject({
      status: "error",
      found: "the HR system refuses the lookup key",
      todo: expect.stringMatching(/HR_BAMBOOHR_LOOKUP_KEY/),
    });
    expect(await doctor.here.check("hr.payroll", { HR_PAYROLL_LOOKUP_KEY: "canary-hr-key" })).toMatchObject({
      status: "error",
    });
  });

  test("a hook whose owner leaves, has left, or cannot be seen (intake-and-messaging 3.1)", async () => {
    const { state } = doctor.here.stack.tenant;
    const { hooks } = state.hr;
    const usual = { ...hooks };
    const hrId = state.person("anna").hrId ?? "";
    hooks.owner = hrId;
    expect(await doctor.here.check("hr.bamboohr.hook")).toMatchObject({
      status: "ok",
      found: `the hook belongs to employee ${hrId}, who has no recorded end`,
    });
    state.hr.terminate(hrId, { lastDay: new Date(Date.now() + 30 * dayMs).toISOString().slice(0, 10) });
    expect(await doctor.here.check("hr.bamboohr.hook")).toMatchObject({
      status: "warning",
      found: expect.stringMatching(/ends on .*the hook ends with it/),
      todo: expect.stringMatching(/HR_BAMBOOHR_SECRET/),
    });
    state.hr.terminate(hrId, { lastDay: "2020-01-01" });
    expect(await doctor.here.check("hr.bamboohr.hook")).toMatchObject({
      status: "error",
      found: expect.stringMatching(/has left/),
    });
    hooks.urls = ["https://elsewhere.example/"];
    expect(await doctor.here.check("hr.bamboohr.hook")).toMatchObject({
      status: "warning",
      found: expect.stringMatching(/whose it is cannot be seen/),
    });
    Object.assign(hooks, usual);
    state.hr.rescind(hrId);
  });
});

test("the mend that it names mends: what grant gives is what the doctor asks for", async () => {
  const { tenant } = doctor.here.stack;
  tenant.application.graphPermissions = ["Sites.ReadWrite.All"];
  const statuses = async () =>
    (await doctor.here.look({}, { only: "graph." })).checks.flatMap(({ id, status }) =>
      status === "ok" ? [] : [`${id} ${status}`],
    );
  expect(await statuses()).toEqual(expect.arrayContaining(["graph.permissions error", "graph.surplus warning"]));

  await given(tenant, rightsOf({}), { prune: true });

  expect(await statuses()).toEqual(["graph.mail-scope skipped", "graph.subscriptions skipped"]);
});

test("npm run doctor prints the same report, and its exit status says whether something is broken", async () => {
  const { stack } = doctor.here;
  const trusting = { ...stack.settings, NODE_EXTRA_CA_CERTS: stack.certificate.certFile };
  const away = { ...trusting, HR_PAYROLL_LOOKUP_KEY: "canary-hr-key" };
  const [well, broken, asked, nobody, wrongKey] = await Promise.all([
    run(trusting, "--json", "--only", "settings"),
    run(away, "--only", "hr.payroll"),
    run({ FUNCTION_KEY: local.functionKey }, "--url", stack.host.url),
    run({ FUNCTION_KEY: "x" }, "--url", "http://127.0.0.1:9"),
    run({ FUNCTION_KEY: "wrong" }, "--url", stack.host.url),
  ]);

  expect([well, broken, asked, nobody, wrongKey].map(({ status }) => status)).toEqual([0, 1, 0, 2, 2]);
  expect(HealthReport.parse(JSON.parse(well.out))).toMatchObject({ healthy: true });
  expect(broken.out).toMatch(/error +hr\.payroll +the HR system refuses the lookup key\n.*HR_PAYROLL_LOOKUP_KEY/);
  expect(broken.out + broken.err).not.toContain("canary");
  expect(asked.out).toMatch(/ok +exchange +Exchange answers/);
  expect(nobody.err).toMatch(/Nothing answers/);
  expect(wrongKey.err).toMatch(/FUNCTION_KEY/);
});

async function run(environment: Record<string, string>, ...options: string[]) {
  const env = { PATH: process.env.PATH, NO_COLOR: "1", ...environment };
  const child = spawn(process.execPath, ["dev/doctor.ts", ...options], { env });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, status: await closed };
}

test("ten things that are broken at once are all told, and the rest is looked at", async () => {
  doctor.here.stack.tenant.faults.add({ match: { path: /^\/adminapi\// }, action: { cut: "before" } });
  doctor.here.stack.tenant.application.graphPermissions = [];
  const { checks, healthy } = await doctor.here.look({
    POLICY_FILE: "/nowhere.json",
    LEDGER: (doctor.here.stack.settings.LEDGER ?? "").replace(/127\.0\.0\.1:\d+/, "127.0.0.1:9"),
    HR_PAYROLL_LOOKUP_KEY: "canary-hr-key",
    M365_CLOUD: "germany",
  });

  expect(healthy).toBe(false);
  const broken = checks.filter(({ status }) => status === "error").map(({ id }) => id);
  expect(broken).toEqual(
    expect.arrayContaining([
      "settings.policy",
      "settings.tenant",
      "cloud",
      "tables.cases",
      "tables.sources",
      "hr.payroll",
    ]),
  );
  expect(checks.filter(({ status }) => status === "ok").map(({ id }) => id)).toEqual(
    expect.arrayContaining(["service-bus.subscriptions", "hr.bamboohr", "settings.service-bus"]),
  );
});

test("no secret and nobody's name is in anything that was said", () => {
  const { stack, said } = doctor.here;
  const all = said();
  const { settings } = stack;
  const secrets = [
    "M365_CLIENT_SECRET",
    "HR_BAMBOOHR_SECRET",
    "HR_BAMBOOHR_LOOKUP_KEY",
    "HR_PAYROLL_SECRET",
    "HR_PAYROLL_LOOKUP_KEY",
  ];

  for (const name of secrets) expect(all).not.toContain(settings[name]);
  for (const canary of ["canary", "PRIVATE KEY", "AccountKey", "SharedAccessKey="]) expect(all).not.toContain(canary);
  for (const person of stack.tenant.state.people.all()) {
    expect(all).not.toContain(person.displayName);
    expect(all).not.toContain(person.userPrincipalName);
  }
});

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DirectoryApi, GrantError } from "../../dev/grant/directory-api.ts";
import { exchangeCommands } from "../../dev/grant/exchange-commands.ts";
import { asAppRoles } from "../../dev/grant/rights.ts";
import { TenantRights } from "../../dev/grant/tenant-rights.ts";
import { aTenant, type TestTenant } from "../tenant/a-tenant.ts";
import { given, rightsOf } from "./a-grant.ts";

const lockoutOnly = { defaults: { end: "suspend" } };
const places = {
  cloud: "worldwide",
  clientId: "APP",
  servicePrincipalId: "SP",
  sender: "notices@kestrel.example",
} as const;

describe("what a policy needs", () => {
  test("a policy that only locks out needs a fraction, and each permission names the steps that take it", () => {
    const [small, usual] = [rightsOf(lockoutOnly), rightsOf({})];

    expect(small.permissions.length).toBeLessThan(usual.permissions.length);
    expect(small.permissions.map(({ permission }) => permission)).not.toContain("Group.ReadWrite.All");
    expect(small.permissions.find(({ permission }) => permission === "User.RevokeSessions.All")?.takenBy).toEqual([
      "revoke-sessions",
      "revoke-sessions-again",
    ]);
    expect(small.permissions.filter(({ service }) => service === "sharepoint")).toEqual([]);
  });

  test("one rule for one department is enough to need what its steps take", () => {
    const wipe = { because: "field", when: { department: ["Field"] }, set: { devices: { company: "wipe" as const } } };
    const keeps = { defaults: { devices: { company: "nothing", personal: "nothing" } } };
    const right = "DeviceManagementManagedDevices.PrivilegedOperations.All";
    const names = (policy: unknown) => rightsOf(policy).permissions.map(({ permission }) => permission);

    expect(names(keeps)).not.toContain(right);
    expect(names({ ...keeps, rules: [wipe] })).toContain(right);
  });

  test("rules that can never hold for one person bring nothing together, and three that can do", () => {
    const rule = (when: object, set: object) => ({ because: "because", when, set });
    const names = (rules: unknown[]) =>
      rightsOf({ defaults: { end: "suspend" }, rules }).permissions.map(({ permission }) => permission);
    const copies = { drive: { handOver: "copy", library: { siteId: "s", driveId: "d", folder: "f" } } };

    // To copy needs a living account, which only the other department has.
    expect(
      names([
        rule({ department: ["A"] }, { end: "living-account", drive: { handOver: "nothing" } }),
        rule({ department: ["B"] }, copies),
      ]),
    ).not.toContain("Files.ReadWrite.All");
    expect(
      names([
        rule({ department: ["A"] }, { end: "living-account" }),
        rule({ country: ["DE"] }, { drive: copies.drive }),
        rule({ workerType: ["Employee"] }, { drive: { to: "custodian" } }),
      ]),
    ).toContain("Files.ReadWrite.All");
  });

  test("what is skipped, missing in the cloud or not licensed needs nothing", () => {
    const names = (policy: object) => rightsOf(policy).permissions.map(({ permission }) => permission);

    expect(names({})).toContain("TeamsTelephoneNumber.ReadWrite.All");
    expect(names({ skip: { "unassign-phone-numbers": "numbers stay" } })).not.toContain(
      "TeamsTelephoneNumber.ReadWrite.All",
    );
    expect(names({})).toContain("AuditLog.Read.All");
    expect(names({ signInLog: "unavailable" })).not.toContain("AuditLog.Read.All");
  });

  test("a policy that only suspends puts nobody in the bin, and cannot take anybody out of it", () => {
    const names = (policy: object) => rightsOf(policy).permissions.map(({ permission }) => permission);
    const bin = ["User.DeleteRestore.All", "Sites.FullControl.All"];

    expect(names({})).toEqual(expect.arrayContaining(bin));
    for (const right of bin) expect(names(lockoutOnly)).not.toContain(right);
  });

  test("the role that reaches administrators is offered only to a policy that takes their roles away, and is optional", () => {
    expect(rightsOf({}).roles.map(({ name }) => name)).toEqual(["Exchange Administrator"]);
    expect(rightsOf({ defaults: { adminRoles: "remove" } }).roles).toEqual([
      expect.objectContaining({ name: "Exchange Administrator", optional: false }),
      expect.objectContaining({ name: "Privileged Authentication Administrator", optional: true }),
    ]);
  });

  test("mail is given by Exchange, for the sender of notices only", () => {
    const rights = rightsOf(lockoutOnly);

    expect(asAppRoles(rights, "graph", "sender").map(({ permission }) => permission)).not.toContain("Mail.Send");
    expect(asAppRoles(rights, "graph", "everywhere").map(({ permission }) => permission)).toContain("Mail.Send");
    const commands = exchangeCommands(rights, places).join("\n");
    expect(commands).toMatch(/New-ServicePrincipal -AppId APP -ObjectId SP/);
    expect(commands).toMatch(
      /New-ManagementRoleAssignment -App SP -Role 'Application Mail\.Send' -CustomResourceScope/,
    );
    expect(commands).toMatch(/Test-ServicePrincipalAuthorization/);
    expect(exchangeCommands({ ...rights, permissions: [] }, places)).toEqual([]);
    expect(exchangeCommands(rights, { ...places, cloud: "china" })[0]).toBe(
      "Connect-ExchangeOnline -ExchangeEnvironmentName O365China",
    );
    expect(exchangeCommands(rights, { ...places, sender: "o'brien@kestrel.example" })[1]).toContain(
      "'o''brien@kestrel.example'",
    );
  });
});

describe("in a tenant", () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await aTenant({ grantedPermissions: [] });
    tenant.application.setPermissions("exchange", []);
    tenant.application.setPermissions("sharepoint", []);
  });
  afterAll(async () => await tenant[Symbol.asyncDispose]());

  const writes = () => tenant.requests().filter(({ method, path }) => method !== "GET" && path.startsWith("/v1.0/"));
  const has = (rights: ReturnType<typeof rightsOf>, service: "graph" | "exchange" | "sharepoint") =>
    asAppRoles(rights, service, "everywhere").map(({ permission }) => permission);

  test("gives exactly what the policy needs, each shown, and the second time nothing", async () => {
    const rights = rightsOf(lockoutOnly);

    const first = await given(tenant, rights);
    expect(tenant.application.graphPermissions?.toSorted()).toEqual(has(rights, "graph"));
    expect(tenant.application.permissionsOf("exchange")).toEqual(["Exchange.ManageAsApp"]);
    expect(tenant.application.permissionsOf("sharepoint")).toEqual([]);
    expect(tenant.application.directoryRoles).toEqual(["Exchange Administrator"]);
    expect(first.every(({ what }) => what === "given")).toBe(true);
    expect(first).toHaveLength(rights.permissions.length + 1);

    const before = writes().length;
    const second = await given(tenant, rights);
    expect(second.every(({ what }) => what === "had")).toBe(true);
    expect(writes()).toHaveLength(before);
  });

  test("takes nothing away unless it is told to, and then exactly what is too much", async () => {
    const [small, usual] = [rightsOf(lockoutOnly), rightsOf({})];
    await given(tenant, usual);

    const told = await given(tenant, small);
    expect(told.filter(({ what }) => what === "surplus").map(({ right }) => right)).toContain(
      "graph Group.ReadWrite.All",
    );
    expect(tenant.application.graphPermissions).toContain("Group.ReadWrite.All");

    const pruned = await given(tenant, small, { prune: true });
    expect(pruned.filter(({ what }) => what === "taken away").map(({ right }) => right)).toContain(
      "sharepoint Sites.FullControl.All",
    );
    expect(tenant.application.graphPermissions?.toSorted()).toEqual(has(small, "graph"));
    expect(tenant.application.permissionsOf("sharepoint")).toEqual([]);
  });

  test("gives no mail of everybody where Exchange gives it for one mailbox", async () => {
    await given(tenant, rightsOf(lockoutOnly), { mail: "sender", prune: true });

    expect(tenant.application.graphPermissions).not.toContain("Mail.Send");
  });

  test("gives the optional role when it is asked for", async () => {
    const rights = rightsOf({ defaults: { end: "suspend", adminRoles: "remove" } });

    expect((await given(tenant, rights)).map(({ right }) => right)).not.toContain(
      "directory role Privileged Authentication Administrator",
    );
    await given(tenant, rights, { optionalRoles: true });
    expect(tenant.application.directoryRoles).toContain("Privileged Authentication Administrator");
  });

  test("waits for a service that is busy", async () => {
    tenant.faults.add({
      match: { path: /servicePrincipals/ },
      action: { status: 429, retryAfterSeconds: 0, when: "before" },
      times: 2,
    });

    expect((await given(tenant, rightsOf(lockoutOnly))).length).toBeGreaterThan(0);
  });

  test("says what is missing: the application, a permission that the tenant does not offer, the administrator's right", async () => {
    const api = new DirectoryApi(tenant.url, tenant.administratorToken());
    await expect(TenantRights.read(api, "0f8b2a6c-1f55-4b0e-8f5c-6a9a5b8f2c22")).rejects.toThrow(/az ad sp create/);
    const rights = await TenantRights.read(api, tenant.clientId);
    await expect(rights.give("graph", "No.Such.Right")).rejects.toThrow(/does not offer No\.Such\.Right/);
    await expect(TenantRights.read(new DirectoryApi(tenant.url, "wrong"), tenant.clientId)).rejects.toThrow(
      /sign in again/,
    );
    const right = "Group.ReadWrite.All";
    tenant.faults.add({
      match: { method: "POST", path: /appRoleAssignments/ },
      action: { status: 403, when: "before" },
      times: 1,
    });
    const refused = await rights.give("graph", right).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(GrantError);
    expect(refused).toMatchObject({ message: expect.stringMatching(/Privileged Role Administrator/) });
  });
});

describe("npm run grant", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "leaver-grant-"));
    await writeFile(join(folder, "small.json"), JSON.stringify(lockoutOnly));
    await writeFile(join(folder, "wrong.json"), JSON.stringify({ defaults: { end: "nowhere" } }));
  });
  afterAll(async () => await rm(folder, { recursive: true }));

  async function run(environment: Record<string, string>, ...options: string[]) {
    const child = spawn(process.execPath, ["dev/grant.ts", ...options], {
      env: { PATH: process.env.PATH, NO_COLOR: "1", ...environment },
    });
    const exit = new Promise((resolve) => child.once("close", resolve));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { out, err, status: await exit };
  }

  test("--print --json is the list of Graph permissions, --print says more", async () => {
    const policy = ["--policy", join(folder, "small.json")];
    const [json, plain] = await Promise.all([run({}, "--print", "--json", ...policy), run({}, "--print", ...policy)]);

    expect(json.status).toBe(0);
    expect(JSON.parse(json.out)).toEqual(
      asAppRoles(rightsOf(lockoutOnly), "graph", "everywhere").map(({ permission }) => permission),
    );
    expect(plain.out).toMatch(/User\.RevokeSessions\.All +revoke-sessions, revoke-sessions-again/);
    expect(plain.out).toMatch(/New-ManagementScope/);
  });

  test("--apply works on a tenant, and its exit status says what went wrong", async () => {
    await using tenant = await aTenant({ grantedPermissions: [] });
    const environment = {
      M365_TENANT_ID: tenant.tenantId,
      M365_CLIENT_ID: tenant.clientId,
      M365_ENDPOINT: tenant.url,
      NOTICE_SENDER: "notices@kestrel.example",
      GRAPH_TOKEN: tenant.administratorToken(),
      // Its certificate is known to this process only.
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      NODE_NO_WARNINGS: "1",
    };
    const [done, refused, wrong, cloud, nothing] = await Promise.all([
      run(environment, "--apply", "--policy", join(folder, "small.json")),
      run({ ...environment, GRAPH_TOKEN: "wrong" }, "--apply", "--policy", join(folder, "small.json")),
      run(environment, "--print", "--policy", join(folder, "wrong.json")),
      run({ M365_CLOUD: "germany" }, "--print"),
      run({}),
    ]);

    expect(done).toMatchObject({ status: 0, err: "" });
    expect(done.out).toMatch(/given +graph User\.RevokeSessions\.All/);
    expect(done.out).toMatch(/New-ServicePrincipal -AppId/);
    expect(done.out).not.toContain(environment.GRAPH_TOKEN);
    expect(tenant.application.graphPermissions).toContain("User.RevokeSessions.All");
    expect([refused.status, wrong.status, cloud.status, nothing.status]).toEqual([2, 1, 2, 2]);
    expect(refused.err).toMatch(/sign in again with az login/);
    expect(wrong.err).toMatch(/wrong\.json:1:\d+/);
    expect(cloud.err).toMatch(/Germany closed/);
  });
});

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { local } from "../../dev/stack/settings.ts";
import { rename } from "../../dev/tenant/changes.ts";
import { deleteUser } from "../../dev/tenant/deletion/changes.ts";
import { RestoreResults, SignInView } from "../../functions/ops/restore-view.ts";
import { tableNames, tables } from "../../functions/settings/azure.ts";
import { aStack } from "./a-stack.ts";

const stack = aStack({ people: 10 });
const run = promisify(execFile);
const word = { operator: "u123", reason: "she stays after all" };

async function call(path: string, body: unknown, key: string = local.functionKey) {
  const answer = await fetch(`${stack.here.stack.host.url}/api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-functions-key": key },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
}

async function restores(people: readonly object[], more: object = {}) {
  const answer = await call("restores", { ...word, people, ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(207);
  return RestoreResults.strict().parse(answer.body).results;
}

function person(who: string) {
  return stack.here.stack.tenant.state.person(who);
}

/** Somebody deletes the account in a portal. */
function deletedByHand(...people: readonly string[]): void {
  for (const who of people) deleteUser(stack.here.stack.tenant.state, person(who), "hand");
}

async function settled(): Promise<void> {
  const { host, clock } = stack.here.stack;
  for (let round = 0; round < 3; round += 1) {
    await host.idle();
    await clock.advance(61_000);
  }
  await host.idle();
}

describe("a batch (REQ-66, R-69)", () => {
  test("one result for each person: conflicts, refusals and a service that does not answer hide nobody else's", async () => {
    const { tenant } = stack.here.stack;
    deletedByHand("ben", "clara", "dario", "erik");
    rename(tenant.state, person("hanna"), person("clara").userPrincipalName);
    const path = new RegExp(`deletedItems/${person("dario").id}`);
    tenant.faults.add({ match: { path }, action: { status: 503, when: "before" } });
    const people = ["ben", "clara", "dario", "erik"].map((who) => ({ person: person(who).id }));

    const results = await restores([...people, { person: "nobody@kestrel.example" }]);
    tenant.faults.clear();
    const [dario] = await restores([{ person: person("dario").id }]);
    const again = await restores([{ person: person("ben").id }]);

    expect(results.map(({ outcome }) => outcome)).toEqual(["opened", "conflict", "failed", "refused", "refused"]);
    expect(results[1]).toMatchObject({ signInNameTakenBy: [person("hanna").id], bin: { daysLeft: 29 } });
    expect(results[3]?.because).toContain("Active Directory");
    expect(dario?.outcome).toBe("opened");
    expect(again[0]).toMatchObject({ outcome: "joined", caseId: results[0]?.caseId });
    await settled();
    for (const who of ["ben", "dario"])
      expect(person(who), who).toMatchObject({ deletedAt: undefined, accountEnabled: false });
    for (const who of ["clara", "erik"]) expect(person(who).deletedAt, who).toBeDefined();
  });

  test("a body that is no order, and a caller without the key, do nothing", async () => {
    const people = [{ person: person("clara").id }];

    expect((await call("restores", { people })).status).toBe(400);
    expect((await call("restores", { ...word, people: [] })).status).toBe(400);
    expect((await call("restores", { ...word, people }, "wrong")).status).toBe(401);
    expect((await call("cases/case-00000000000000000000/sign-in", word)).status).toBe(404);
  });
});

test("P6: cancelled in the middle: nothing new starts, and answer and case offer the way back, which is ordered by a person only", async () => {
  const { scene, stack: running } = stack.here;
  running.tenant.setLatency(100);
  scene.terminate("anna", scene.day(-2));
  await scene.send(bambooHrWebhook(scene.hrId("anna")));
  await scene.until("the account to be blocked", 20, async () => scene.effectsOn("anna").includes("reset-password"));
  const [newest] = await scene.newestCases(["anna"]);
  const caseId = newest?.caseId ?? "";

  const cancelled = await call(`cases/${caseId}/cancel`, word);
  await settled();
  running.tenant.setLatency(0);
  const effects = scene.effectsOn("anna");
  await settled();

  const id = person("anna").id;
  expect(cancelled.body).toMatchObject({
    status: "cancelled",
    wayBack: {
      call: "POST /api/restores",
      body: { people: [{ person: id }] },
      steps: expect.arrayContaining([
        { step: "block-sign-in", title: "Block sign-in", back: true },
        expect.objectContaining({ step: "reset-password", back: false, because: expect.stringContaining("password") }),
      ]),
    },
  });
  expect(scene.effectsOn("anna")).toEqual(effects);
  const [opened] = await restores([{ person: id }]);
  expect(opened?.outcome).toBe("opened");
  await settled();
  const given = await call(`cases/${opened?.caseId}/sign-in`, { ...word, way: "password" });
  expect(given.status).toBe(200);
  await scene.untilSeen("the account of anna to be open", async () => person("anna").accountEnabled);
});

test("R-68: the way to sign in is in one answer, and nowhere else: no row, message, log line or mail has it", async () => {
  const { stack: running, logs } = stack.here;
  deletedByHand("extra0001");
  const [opened] = await restores([{ person: person("extra0001").id }]);
  await settled();
  expect(person("extra0001").accountEnabled).toBe(false);

  const pass = await call(`cases/${opened?.caseId}/sign-in`, { ...word, minutes: 480 });
  await settled();
  const password = await call(`cases/${opened?.caseId}/sign-in`, { ...word, way: "password" });
  await settled();

  const secrets = [pass, password].map(({ body }) => SignInView.strict().parse(body).secret);
  expect(pass.headers.get("cache-control")).toBe("no-store");
  expect(running.tenant.state.passwordsSeen()).toEqual(expect.arrayContaining(secrets));
  const table = tables(running.settings);
  const rows = await Promise.all(tableNames.map(async (name) => await Array.fromAsync(table(name).listEntities())));
  const places = [
    JSON.stringify(rows),
    JSON.stringify(running.broker.dump()),
    logs.join("\n"),
    JSON.stringify(running.tenant.state.mails),
  ];
  expect(places[0]).toContain(opened?.caseId);
  for (const secret of [...secrets, ...running.tenant.state.passwordsSeen()])
    for (const text of places) {
      expect(text.includes(secret)).toBe(false);
      expect(text.includes(createHash("sha256").update(secret).digest("hex"))).toBe(false);
    }
  expect(person("extra0001").accountEnabled).toBe(true);
});

describe("npm run restore", () => {
  async function cli(...args: readonly string[]) {
    const all = [
      "dev/restore.ts",
      "--url",
      stack.here.stack.host.url,
      "--operator",
      "u1",
      "--reason",
      "asked by HR",
      ...args,
    ];
    const { NODE_OPTIONS: _, ...env } = process.env;
    try {
      return { code: 0, ...(await run(process.execPath, all, { env })) };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  }

  test("a file of people, with a dry run first; exit status 1 while somebody has to choose", async () => {
    deletedByHand("extra0002", "extra0003");
    rename(stack.here.stack.tenant.state, person("extra0004"), person("extra0003").userPrincipalName);
    const folder = await mkdtemp(join(tmpdir(), "leaver-"));
    const file = join(folder, "people.csv");
    await writeFile(file, `person,signInName,newSignInName\n${person("extra0002").id}\n${person("extra0003").id},,\n`);

    const dry = await cli("--file", file, "--dry-run");
    const first = await cli("--file", file, "--json");
    await writeFile(file, `${person("extra0003").id},rename-restored,e3@kestrel.example\nnobody,fly,away\n`);
    const wrong = await cli("--file", file);
    await rm(folder, { recursive: true });
    const second = await cli("--person", person("extra0003").id, "--rename-restored", "e3@kestrel.example");
    await settled();

    expect([dry.code, dry.stdout]).toEqual([1, expect.stringMatching(/possible.*\n[\s\S]*conflict.*rename-active/)]);
    expect([first.code, JSON.parse(first.stdout).results.length]).toEqual([1, 2]);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("line 2: signInName")]);
    expect([second.code, second.stdout]).toEqual([0, expect.stringContaining("opened")]);
    expect(person("extra0003")).toMatchObject({ deletedAt: undefined, userPrincipalName: "e3@kestrel.example" });
  });

  test("the way to sign in, once on the screen", async () => {
    deletedByHand("extra0005");
    const [opened] = await restores([{ person: person("extra0005").id }]);
    const { scene } = stack.here;
    await scene.untilSeen("the restore to wait for a word", async () => {
      return (await scene.ops.show(opened?.caseId ?? "")).status === "parked";
    });

    const given = await cli("--sign-in", opened?.caseId ?? "");

    expect(given.code).toBe(0);
    expect(stack.here.stack.tenant.state.passwordsSeen()).toContain(given.stdout.split("\n")[0]);
  });
});

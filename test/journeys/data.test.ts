import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { Scene } from "../../dev/stack/scene.ts";
import { startStack } from "../../dev/stack/stack.ts";
import { tables } from "../../functions/settings/azure.ts";
import { TableLedger } from "../../shared/adapters/tables/table-ledger.ts";
import { instant } from "../../shared/domain/ids.ts";
import { lockoutOnly, type Running } from "./a-stack.ts";
import { lastViolations } from "./invariants.ts";

let data = "";

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "leaver-data-"));
});

afterAll(() => rm(data, { recursive: true }));

async function start(): Promise<Running> {
  const logs: string[] = [];
  const stack = await startStack({ data, policy: lockoutOnly, onLog: (entry) => logs.push(JSON.stringify(entry)) });
  const ledger = new TableLedger(tables(stack.settings)("cases"), { now: () => instant(Date.now()) }, randomUUID);
  return { stack, scene: new Scene(stack), ledger, logs };
}

async function whatIsThere({ scene, stack: { tenant } }: Running) {
  const { people, devices, mailboxes, hr, mails } = tenant.state;
  const objects = { people: people.all(), devices: [...devices], mailboxes: mailboxes.all(), hr: hr.all() };
  return structuredClone({ cases: await scene.ops.list(), effects: tenant.effects(), mails, ...objects });
}

test("what stops goes on where it was: cases, tenant, mails, policy and virtual time", async () => {
  const first = await start();
  const policyFile = join(data, "policy.json");
  const { scene } = first;
  scene.terminate("anna", scene.day(-1));
  scene.terminate("clara", scene.day(30));
  for (const who of ["anna", "clara"]) expect(await scene.send(bambooHrWebhook(scene.hrId(who)))).toBe(202);
  await scene.workedOff(["anna"], 30);
  await scene.until("the case of clara", 10, async () => (await scene.casesOf("clara")).length === 1);
  await first.stack.clock.advance(3_600_000);
  await first.stack.host.idle();
  const before = await whatIsThere(first);
  await first.stack.stop();
  const stoppedAt = Date.now();
  await writeFile(policyFile, (await readFile(policyFile, "utf8")).replace("{", '{\n  "signInLog": "unavailable",'));

  const second = await start();
  try {
    expect(await whatIsThere(second)).toEqual(before);
    expect(before.effects.length).toBeGreaterThan(5);
    expect(before.mails).toHaveLength(1);
    expect(before.cases.map(({ status }) => status).toSorted()).toEqual(["done", "scheduled"]);
    expect(second.stack.tenant.state.passwordWasSet("anna")).toBe(true);
    expect(second.stack.policy).toBe("kept");
    expect(await readFile(policyFile, "utf8")).toContain("unavailable");
    expect(await timeInNewProcess()).toBeGreaterThanOrEqual(stoppedAt);

    const [scheduled] = await second.scene.casesOf("clara");
    await second.scene.advanceTo("the last working day of clara is over", scheduled?.startAt ?? "");
    await second.scene.workedOff(["clara"], 30);
    // The tenant tells of the changes to clara's account a moment later; those notices end too.
    expect(await lastViolations(second, ["anna", "clara"])).toEqual([]);
    expect(second.stack.tenant.state.mails).toHaveLength(2);
  } finally {
    await second.stack.stop();
  }
});

/** Virtual time as a process sees it that has nothing but the data folder. */
async function timeInNewProcess(): Promise<number> {
  const code = `
    import { virtualClock } from "./dev/clock.ts";
    import { keepClock } from "./dev/stack/kept-clock.ts";
    keepClock(virtualClock(), ${JSON.stringify(join(data, "clock.json"))})();
    console.log(Date.now());`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
  return Number(stdout);
}

test("a policy that makes no sense is refused by name", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "policy.json"), '{ "endOfWork": "25:00" }');

  await expect(startStack({ data: folder.path })).rejects.toThrow(/policy\.json.*endOfWork/s);
});

test("a port that is taken is named before anything starts, with what to do", async () => {
  await using folder = await temporaryFolder();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const broker = typeof address === "object" && address !== null ? address.port : 0;

  const ports = { host: 0, tenant: 0, control: 0, broker, tables: 0 };
  await expect(startStack({ data: folder.path, ports })).rejects.toThrow(`${broker} (broker). If it is a stack`);

  other.close();
  await expect(readFile(join(folder.path, "clock.json"))).rejects.toThrow("ENOENT");
});

async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "leaver-data-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

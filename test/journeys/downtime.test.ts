import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../dev/stack/free-port.ts";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { Scene } from "../../dev/stack/scene.ts";
import { startStack } from "../../dev/stack/stack.ts";
import { setRetention } from "../../dev/tenant/sharepoint/lifecycle.ts";
import { tables } from "../../functions/settings/azure.ts";
import { TableLedger } from "../../shared/adapters/tables/table-ledger.ts";
import { instant } from "../../shared/domain/ids.ts";
import type { Running } from "./a-stack.ts";

const who = "leaver02";
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let data = "";
/** The same after the restart: a tenant does not move. */
let ports: Awaited<ReturnType<typeof freePorts>>;

async function freePorts() {
  const one = () => freePort();
  const [host, tenant, control, broker, brokerControl, tables] = [one(), one(), one(), one(), one(), one()];
  return {
    host: await host,
    tenant: await tenant,
    control: await control,
    broker: await broker,
    brokerControl: await brokerControl,
    tables: await tables,
  };
}

beforeAll(async () => {
  ports = await freePorts();
  data = await mkdtemp(join(tmpdir(), "leaver-downtime-"));
});
afterAll(() => rm(data, { recursive: true }));

/** The account is deleted as soon as everything worth keeping is safe. */
async function start(): Promise<Running> {
  const logs: string[] = [];
  const stack = await startStack({
    data,
    ports,
    policy: { defaults: { end: "plain-deletion", deleteAfterDays: 0, approvals: ["delete-account"] } },
    onLog: (entry) => logs.push(JSON.stringify(entry)),
  });
  const ledger = new TableLedger(tables(stack.settings)("cases"), { now: () => instant(Date.now()) }, randomUUID);
  return { stack, scene: new Scene(stack), ledger, logs };
}

/** Time passes; it stops wherever the case waits for something. */
async function live({ scene }: Running, days: number): Promise<void> {
  await scene.passUntil(`${days} days`, new Date(Date.now() + days * dayMs).toISOString(), [who], hourMs);
}

/** Leaver's notices about files, with how many whole days after the deletion they came. Nobody else leaves. */
function notices({ stack: { tenant } }: Running, deletedAt: number): readonly string[] {
  return tenant.state.mails.flatMap(({ headers, content, at }) => {
    const notice = headers.find((header) => header.name === "x-leaver-notice")?.value ?? "";
    const kind = /custodian-(first|second)/.exec(notice)?.[0];
    if (kind === undefined) return [];
    const late = /(\d+) days late/.exec(content);
    return [
      `${kind} on day ${Math.floor((Date.parse(at) - deletedAt) / dayMs)}${late ? `, ${late[1]} days late` : ""}`,
    ];
  });
}

test("REQ-43, REQ-45, R-60: everything stands still for 40 days: late notices come late and say so, none twice, nothing is deleted without its notice", async () => {
  const first = await start();
  setRetention(first.stack.tenant.state, 47);
  const { scene } = first;
  scene.terminate("leaver02", scene.day(-1));
  await scene.send(bambooHrWebhook(scene.hrId(who)));
  await scene.workedOff([who], 60);
  // Devices have some days to acknowledge what they were told.
  await live(first, 4);
  const [open] = await scene.casesOf(who);
  await scene.ops.act(open?.caseId ?? "", "approve", "seen by two people", "delete-account");
  const leaver = () => first.stack.tenant.state.person(who);
  await scene.until("the account to be deleted", 30, async () => leaver().deletedAt !== undefined);
  const deletedAt = leaver().deletedAt ?? 0;
  await live(first, 4);
  expect(notices(first, deletedAt)).toEqual(["custodian-first on day 0"]);
  await first.stack.stop();

  await first.stack.clock.advance(40 * dayMs);
  const second = await start();
  try {
    await live(second, 1);
    const seen = notices(second, deletedAt);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toMatch(/^custodian-second on day 4[45], [45] days late$/);
    await live(second, 5);
    expect(notices(second, deletedAt)).toEqual(seen);
    const byNotice = Map.groupBy(second.stack.tenant.state.mails, ({ headers }) => headers[0]?.value ?? randomUUID());
    expect([...byNotice.values()].filter((mails) => mails.length > 1)).toEqual([]);
    const [only] = await second.scene.casesOf(who);
    const states = Object.fromEntries((only?.steps ?? []).map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ "watch-left-drive": "done", "watch-deleted-account": "done" });
  } finally {
    await second.stack.stop();
  }
}, 300_000);

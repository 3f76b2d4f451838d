import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { odata } from "@azure/data-tables";
import { expect, test } from "vitest";
import { bambooHrWebhook, standardWebhook } from "../../dev/stack/hr-sender.ts";
import { local } from "../../dev/stack/settings.ts";
import { CaseView } from "../../functions/ops/case-view.ts";
import { tables } from "../../functions/settings/azure.ts";
import { aStack } from "./a-stack.ts";

const stack = aStack({ people: 5 });
const run = promisify(execFile);
const word = { operator: "u123", reason: "asked by HR" };

/** A call of the operator's API, as anybody could send it. */
async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { "x-functions-key": local.functionKey },
) {
  const answer = await fetch(`${stack.here.stack.host.url}/api/${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    body: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** A closed case of this person. */
async function closed(who: string): Promise<string> {
  const { scene } = stack.here;
  scene.terminate(who, scene.day(-2));
  await scene.send(bambooHrWebhook(scene.hrId(who)));
  await scene.workedOff([who], 30);
  const [newest] = await scene.newestCases([who]);
  return newest?.caseId ?? "";
}

test("nobody without the function key sees or moves a case", async () => {
  const caseId = await closed("anna");

  for (const [method, path] of [
    ["GET", "cases"],
    ["GET", `cases/${caseId}`],
    ["POST", `cases/${caseId}/cancel`],
  ] as const) {
    expect((await call(method, path, method === "POST" ? word : undefined, {})).status, path).toBe(401);
  }
});

test("shows a case as the OpenAPI document says, evidence included", async () => {
  const caseId = await closed("ben");

  const shown = await call("GET", `cases/${caseId}`);

  const parsed = CaseView.strict().parse(shown.body);
  expect(parsed.status).toBe("done");
  const seen = parsed.steps.filter((step) => step.state !== "skipped");
  expect(seen.every((step) => step.evidence !== undefined)).toBe(true);
});

test("answers what cannot be done with problem details that say why", async () => {
  const caseId = await closed("leaver01");
  const notThere = await call("GET", "cases/case-00000000000000000000");
  const noReason = await call("POST", `cases/${caseId}/cancel`, { operator: "u123" });
  const tooLate = await call("POST", `cases/${caseId}/cancel`, word);
  const noWay = await call("POST", `cases/${caseId}/resume`, word);
  const outOfRange = await call("GET", "cases?top=1000");

  expect(notThere).toMatchObject({
    status: 404,
    type: "application/problem+json",
    body: { status: 404, title: "Not Found" },
  });
  expect(noReason).toMatchObject({ status: 400, body: { detail: expect.stringContaining("reason") } });
  expect(tooLate).toMatchObject({ status: 409, body: { detail: expect.stringContaining("done") } });
  expect(noWay).toMatchObject({ status: 409, body: { detail: expect.stringContaining("done") } });
  expect(outOfRange.status).toBe(400);
});

test("lists every case once, over pages", async () => {
  await closed("leaver02");
  const seen: string[] = [];
  let query = "top=1";
  for (;;) {
    const { body } = await call("GET", `cases?${query}`);
    const page = body as { cases: { caseId: string }[]; continuation?: string };
    seen.push(...page.cases.map((one) => one.caseId));
    if (page.continuation === undefined) break;
    query = `top=1&continuation=${encodeURIComponent(page.continuation)}`;
  }

  const all = await stack.here.scene.ops.list();
  expect(seen).toEqual(all.map((one) => one.caseId));
  expect(new Set(seen).size).toBe(seen.length);
});

test("finds the cases of one person by object id", async () => {
  const caseId = await closed("leaver03");
  const { id } = stack.here.stack.tenant.state.person("leaver03");

  const theirs = await call("GET", `cases?leaverId=${id.toUpperCase()}`);

  expect(theirs.body).toMatchObject({ cases: [{ caseId, leaverId: id, status: "done" }] });
  expect((await call("GET", "cases?leaverId=00000000-0000-4000-8000-000000000000")).body).toEqual({ cases: [] });
  expect(await call("GET", "cases?leaverId=leaver03@kestrel.example")).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("leaverId") },
  });
});

test("P6: after a cancel in the middle only what was announced before may land, and it is listed as crossed", async () => {
  const { scene, stack: running } = stack.here;
  running.tenant.setLatency(150);
  scene.terminate("extra0001", scene.day(-2));
  await scene.send(bambooHrWebhook(scene.hrId("extra0001")));
  await scene.until("the account to be blocked", 20, async () =>
    scene.effectsOn("extra0001").includes("block-sign-in"),
  );
  const [newest] = await scene.newestCases(["extra0001"]);

  const cancelled = await scene.ops.act(newest?.caseId ?? "", "cancel", "the wrong person");
  const effectsThen = scene.effectsOn("extra0001").length;
  const inFlight = cancelled.steps.filter((step) => step.state === "changing");
  await running.host.idle();
  await running.clock.advance(10 * 60_000);
  await running.host.runTimer("sweep");
  await running.host.idle();
  running.tenant.setLatency(0);

  const later = await scene.ops.show(cancelled.caseId);
  expect(later.status).toBe("cancelled");
  expect(inFlight.every((step) => step.crossed)).toBe(true);
  expect(scene.effectsOn("extra0001").length - effectsThen).toBeLessThanOrEqual(3 * inFlight.length);
  expect(scene.effectsOn("extra0001")).not.toContain("send-mail");
  expect(later.steps.filter((step) => step.state === "ready" || step.state === "waiting")).toEqual([]);
});

test("a proposed case is started by an operator's word, which stands in the audit", async () => {
  const { scene, ledger } = stack.here;
  await scene.send(standardWebhook("approvals", "employee.terminated", scene.employeeId("leaver03")));
  await scene.until(
    "a proposed case",
    10,
    async () => (await scene.newestCases(["leaver03"]))[0]?.status === "proposed",
  );
  const [proposed] = await scene.newestCases(["leaver03"]);

  const started = await call("POST", `cases/${proposed?.caseId}/start`, word);
  await scene.workedOff(["leaver03"], 20);

  expect(started.status).toBe(200);
  const rows = await ledger.history(CaseView.parse(started.body).caseId as Parameters<typeof ledger.history>[0]);
  expect(rows).toContainEqual(
    expect.objectContaining({ what: "case.started", actor: "operator:u123", because: "asked by HR" }),
  );
});

test("verify-ledger finds a whole ledger whole, and says where a changed one breaks", async () => {
  const caseId = await closed("leaver04");
  const env = { ...process.env, LEDGER: stack.here.stack.settings.LEDGER };
  const verify = () =>
    run(process.execPath, ["dev/verify-ledger.ts", "--case", caseId, "--json"], { env }).catch(
      (error: { stdout: string; code: number }) => error,
    );
  const whole = await verify();

  const cases = tables(stack.here.stack.settings)("cases");
  await cases.updateEntity(
    { partitionKey: caseId, rowKey: "audit:00000000000000000004", because: "nothing happened here" },
    "Merge",
  );
  const broken = await verify();

  expect(JSON.parse(whole.stdout)).toEqual([expect.objectContaining({ caseId, breaks: [] })]);
  expect(broken).toMatchObject({ code: 1 });
  expect(JSON.parse(broken.stdout)[0].breaks).toEqual([{ seq: 4, because: expect.stringContaining("was changed") }]);
});

test("verify-ledger notices evidence that was changed afterwards, although the chain itself is whole", async () => {
  const caseId = await closed("leaver05");
  const cases = tables(stack.here.stack.settings)("cases");
  const rows = await Array.fromAsync(
    cases.listEntities({ queryOptions: { filter: odata`PartitionKey eq ${caseId}` } }),
  );
  const rowKey = rows.map((row) => row.rowKey ?? "").find((key) => key.endsWith(":block-sign-in")) ?? "";
  await cases.updateEntity({ partitionKey: caseId, rowKey, evidence_json0: '{"enabled":true}' }, "Merge");

  const env = { ...process.env, LEDGER: stack.here.stack.settings.LEDGER };
  const verify = run(process.execPath, ["dev/verify-ledger.ts", "--case", caseId], { env });

  await expect(verify).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("block-sign-in") });
});

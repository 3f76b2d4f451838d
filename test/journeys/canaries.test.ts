import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { local } from "../../dev/stack/settings.ts";
import { tableNames, tables } from "../../functions/settings/azure.ts";
import { aStack } from "./a-stack.ts";

const stack = aStack();
const people = ["anna", "erik", "ivan", "george"];

/** Everything the product wrote anywhere: table rows, messages, log lines. */
async function written(): Promise<ReadonlyMap<string, string>> {
  const { stack: running, logs } = stack.here;
  const table = tables(running.settings);
  const all = new Map([
    ["logs", logs.join("\n")],
    ["messages", JSON.stringify(running.broker.dump())],
  ]);
  for (const name of tableNames)
    all.set(`table ${name}`, JSON.stringify(await Array.fromAsync(table(name).listEntities())));
  return all;
}

let places: ReadonlyMap<string, string>;

beforeAll(async () => {
  const { scene, stack: running } = stack.here;
  running.tenant.faults.add({ match: { path: /^\/v1\.0\//, nth: 7 }, action: { status: 503, when: "after" } });
  for (const who of people) {
    scene.terminate(who, scene.day(-1));
    await scene.send(bambooHrWebhook(scene.hrId(who)));
  }
  await scene.send(bambooHrWebhook(scene.hrId("maria"), { secret: "guessed" }));
  await scene.workedOff(people, 30);
  places = await written();
});

test("the search looks where something is: it finds case ids in tables and logs", () => {
  expect(places.get("table cases")).toContain("case-");
  expect(places.get("logs")).toContain("case-");
  expect(places.get("messages")).toContain("case-");
});

test("facts for other systems are CloudEvents 1.0 with ids only, each once", () => {
  const messages = stack.here.stack.broker.dump().filter(({ entity }) => entity.startsWith("events/"));
  const events = messages.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

  for (const event of events) {
    expect(Object.keys(event).toSorted()).toEqual(["data", "id", "source", "specversion", "subject", "time", "type"]);
    expect(event).toMatchObject({ specversion: "1.0", source: "/leaver", data: { caseId: event.subject } });
  }
  const types = new Set(events.map((event) => event.type));
  expect(types).toEqual(new Set(["case.opened", "case.late", "case.locked-out", "case.parked", "case.closed"]));
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
});

test("REQ-02, R-14, R-72: no password is anywhere but at the tenant", () => {
  const passwords = stack.here.stack.tenant.state.passwordsSeen();

  expect(passwords.length).toBeGreaterThan(0);
  for (const password of passwords)
    expectNowhere("a password", password, createHash("sha256").update(password).digest("hex"));
});

test("R-72: no secret, token or key of the connections is anywhere", () => {
  const { settings } = stack.here.stack;
  const secrets = [
    local.bambooHrSecret,
    local.bambooHrSecretNext,
    local.payrollSecret,
    local.approvalsSecret,
    local.functionKey,
  ];
  for (const secret of [...secrets, settings.M365_CLIENT_SECRET, settings.HR_BAMBOOHR_LOOKUP_KEY]) {
    expectNowhere("a secret", secret ?? "");
  }
  for (const [place, text] of places) expect(text, place).not.toMatch(/Bearer |eyJ[A-Za-z0-9_-]{10,}\./);
});

test("P10: no name, address or sign-in name of anybody is anywhere", () => {
  const { state } = stack.here.stack.tenant;
  for (const who of [...people, "maria", "oskar", "petra"]) {
    const person = state.person(who);
    for (const value of [person.displayName, person.mail, person.userPrincipalName, person.surname]) {
      if (value !== null) expectNowhere(`a name of ${who}`, value);
    }
  }
});

function expectNowhere(what: string, ...values: readonly string[]): void {
  for (const [place, text] of places) {
    for (const value of values) expect(text.includes(value), `${what} stands in ${place}`).toBe(false);
  }
}

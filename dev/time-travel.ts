import { styleText } from "node:util";
import { Command, InvalidArgumentError } from "commander";
import permissions from "../docs/permissions.json" with { type: "json" };
import { Display } from "./demo/display.ts";
import { bambooHrWebhook } from "./stack/hr-sender.ts";
import { nextTime, Scene } from "./stack/scene.ts";
import { type Stack, startStack } from "./stack/stack.ts";
import { newsOf, stateOf } from "./time-travel/what-shows.ts";

const { person, days } = new Command("npm run time-travel --")
  .description(
    "One case and what the services do afterwards, day by day in virtual time: deletion, mails, clocks, purge.",
  )
  .option("--person <key>", "key of somebody of the simulated company", "leaver02")
  .option("--days <n>", "how many days pass", wholeNumber, 130)
  .addHelpText("after", "\nExit status: 0 the days have passed, 2 something kept them from passing.")
  .parse()
  .opts<{ readonly person: string; readonly days: number }>();

const display = new Display(false);
let stack: Stack | undefined;
try {
  display.waitFor("the local stack to start");
  stack = await startStack({
    grantedPermissions: permissions,
    // The account is deleted as soon as everything worth keeping is safe, so that every clock runs.
    policy: { defaults: { end: "plain-deletion", deleteAfterDays: 0 } },
  });
  display.waitFor("");
  await travel(stack);
} catch (error) {
  console.error(`The journey ended early: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  display.end();
  await stack?.stop();
}

async function travel(running: Stack): Promise<void> {
  const scene = new Scene(running, { waitFor: () => undefined, line: () => undefined });
  scene.terminate(person, scene.day(-1));
  await scene.send(bambooHrWebhook(scene.hrId(person)));
  await scene.workedOff([person], 60, 1_500);
  tell(0, `${running.tenant.state.person(person).displayName} is locked out`);
  let shown = stateOf(running.tenant.state, person);
  const startedAt = Date.now();
  for (let day = 1; day <= days; day += 1) {
    await untilNextDay(scene, new Date(startedAt + day * 86_400_000).toISOString());
    await approveAll(scene, day);
    const next = stateOf(running.tenant.state, person);
    for (const line of newsOf(shown, next)) tell(day, line);
    shown = next;
  }
  const [only] = await scene.casesOf(person);
  for (const { name, state, because } of only?.steps ?? [])
    if (state === "parked") tell(days, `${name} waits for a person: ${because}`);
  tell(days, `the case is ${only?.status}; ${only?.report.risks.length} things stay open`);
  display.block(`${days} days passed in ${display.seconds()} s.`);
}

/** Where the case waits for something on that day, time stops there; otherwise the day passes in one go. */
async function untilNextDay(scene: Scene, until: string): Promise<void> {
  const [only] = await scene.casesOf(person);
  const next = only && nextTime(only);
  if (next !== undefined && next <= until) return await scene.passUntil("", until, [person]);
  await scene.stack.clock.advance(Math.max(0, Date.parse(until) - Date.now()));
  await scene.stack.host.runTimer("sweep");
}

/** The operator looks once a day. */
async function approveAll(scene: Scene, day: number): Promise<void> {
  const [only] = await scene.casesOf(person);
  for (const { name, state, because } of only?.steps ?? []) {
    if (only === undefined || state !== "parked" || !because?.includes("waits for an approval")) continue;
    tell(day, `an operator approves ${name}`);
    await scene.ops.act(only.caseId, "approve", "seen by two people", name);
    await scene.workedOff([person], 40, 1_500);
  }
}

function tell(day: number, text: string): void {
  display.line(`${styleText("bold", `day ${String(day).padStart(3)}`)}  ${text}`);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError("a whole number of days is needed");
  return Number(text);
}

import { styleText } from "node:util";
import type { CaseAsShown } from "../stack/ops-client.ts";
import { isAtRest, type Scene } from "../stack/scene.ts";
import { coloured, type Display, tableOf } from "./display.ts";
import { hostileWebhooks } from "./hostile.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

/** What one scenario came to. */
export interface Result {
  readonly who: string;
  readonly title: string;
  readonly cases: readonly CaseAsShown[];
  readonly effects: readonly string[];
  /** Empty when everything is as it should be. */
  readonly faults: readonly string[];
}

const withoutCase = ["freja"];
const futureOnly = ["clara", "dario", "maria"];
const dayMs = 86_400_000;
/** What is due within so long happens together: most looks of a day are at the same time of it. */
const togetherMs = 12 * 3_600_000;
const lastDay = 130;

/** Plays every scenario: the ones that are due now at the same time, then the hostile webhooks, then time passes. */
export async function play(
  scene: Scene,
  display: Display,
): Promise<{ readonly results: readonly Result[]; readonly refusals: readonly Result[] }> {
  display.block(styleText("bold", "\nHR tells the product who leaves"));
  const today = scenarios.filter((scenario) => scenario.play !== undefined);
  await Promise.all(
    today.map(async ({ who, title, play: begin }) => {
      await begin?.(scene);
      display.line(`${who.padEnd(8)} ${title}`);
    }),
  );
  const due = await people(scene, (who) => !futureOnly.includes(who));
  await scene.workedOff(due, 180, 12_000);
  await scene.untilSeen(`cases of ${futureOnly.join(", ")}`, async () =>
    (await scene.newestCases(futureOnly)).every((one) => one !== undefined),
  );

  display.block(styleText("bold", "\nSomebody tries to fool it"));
  const refusals = await refuse(scene, display);
  const early = await days(scene, display);
  await scene.workedOff(await people(scene), 180, 12_000);
  return {
    results: await Promise.all(scenarios.map((scenario) => judge(scenario, scene))),
    refusals: [...refusals, early],
  };
}

/** Everybody of the demo who has a case by now. */
async function people(scene: Scene, wanted: (who: string) => boolean = () => true): Promise<readonly string[]> {
  const named = scenarios.map(({ who }) => who).filter((who) => !withoutCase.includes(who) && wanted(who));
  const newest = await scene.newestCases(named);
  return named.filter((_, index) => newest[index] !== undefined);
}

/** The days of the demo, and the work that ends in between: on some days something happens, and a person approves what was held back. */
async function days(scene: Scene, display: Display): Promise<Result> {
  const clarasDay = await dayBefore("clara", scene);
  const acts = scenarios.flatMap(({ acts: own = [] }) => own);
  const stops = [4, ...acts.map(({ day }) => day), clarasDay, clarasDay + 6, lastDay];
  let early: Result | undefined;
  for (const day of [...new Set(stops)].toSorted((a, b) => a - b)) {
    display.block(styleText("bold", `\nDay ${day}`));
    const whose = await people(scene);
    await scene.passUntil(`day ${day}`, new Date(scene.startedAt + day * dayMs).toISOString(), whose, togetherMs);
    await approve(whose, scene, display);
    if (day === clarasDay) early = await untilDue("clara", scene);
    for (const act of acts.filter((one) => one.day === day)) {
      display.line(styleText("bold", act.what));
      await act.play(scene);
    }
  }
  if (early === undefined) throw new Error("The last day of clara never came");
  return early;
}

/** The last whole day of the demo before somebody's access ends. */
async function dayBefore(who: string, scene: Scene): Promise<number> {
  const [scheduled] = await scene.casesOf(who);
  return Math.floor((Date.parse(scheduled?.startAt ?? "") - scene.startedAt) / dayMs) - 1;
}

/** An operator reads what is held back and approves it. */
async function approve(whose: readonly string[], scene: Scene, display: Display): Promise<void> {
  for (const [index, newest] of (await scene.newestCases(whose)).entries()) {
    if (newest?.status !== "parked") continue;
    const { caseId, steps } = await scene.ops.show(newest.caseId);
    for (const { name, state, because } of steps) {
      if (state !== "parked" || !because?.includes("waits for an approval")) continue;
      await scene.ops.act(caseId, "approve", "seen by two people", name);
      display.line(`${whose[index]?.padEnd(8)} ${name.padEnd(26)} approved`);
    }
  }
}

/** A minute before its time nothing may happen to the person; then the time comes. */
async function untilDue(who: string, scene: Scene): Promise<Result> {
  const [scheduled] = await scene.casesOf(who);
  const startAt = scheduled?.startAt;
  if (startAt === undefined) throw new Error(`${who} has no scheduled case`);
  await scene.advanceTo(
    `a minute before the last working day of ${who} ends`,
    new Date(Date.parse(startAt) - 60_000).toISOString(),
  );
  await scene.stack.host.idle();
  const effects = scene.effectsOn(who);
  await scene.advanceTo(`the last working day of ${who} is over`, startAt);
  await scene.workedOff([who], 180);
  const faults = effects.length === 0 ? [] : [`before its time: ${effects.join(", ")}`];
  return { who, title: "a minute before the end", cases: [], effects, faults };
}

async function judge(scenario: Scenario, scene: Scene): Promise<Result> {
  const { who, title } = scenario;
  const cases = await scene.casesOf(who);
  const unfinished = cases.filter((one) => !isAtRest(one)).map((one) => `the case is still ${one.status}`);
  return {
    who,
    title,
    cases,
    effects: scene.effectsOn(who),
    faults: [...unfinished, ...scenario.faults(scene, cases)],
  };
}

async function refuse(scene: Scene, display: Display): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { title, expected, webhook } of hostileWebhooks(scene)) {
    const before = await scene.storedDeliveries();
    const status = await scene.send(webhook);
    const stored = (await scene.storedDeliveries()) - before;
    const faults = [
      ...(status === expected ? [] : [`answered ${status} instead of ${expected}`]),
      ...(stored === 0 ? [] : ["something was stored"]),
    ];
    display.line(`${String(status).padEnd(7)} ${title}${stored === 0 ? ", nothing stored" : ""}`);
    results.push({ who: "nobody", title, cases: [], effects: [], faults });
  }
  return results;
}

/** The table at the end: one row per person. */
export function summary(results: readonly Result[]): string {
  const rows = results.map(({ who, title, cases: [newest], effects, faults }) => [
    faults.length === 0 ? styleText("green", "✓") : styleText("red", "✗"),
    who,
    title,
    coloured(newest?.status ?? "refused"),
    newest?.lockoutSeconds === undefined ? "–" : `${newest.lockoutSeconds.toFixed(2)} s`,
    outcomes(newest),
    freed(newest),
    String(newest?.report.risks.length ?? 0),
    String(effects.length),
  ]);
  return tableOf(["", "leaver", "story", "case", "lockout", "steps", "licences freed", "stays open", "effects"], rows);
}

function freed(shown: CaseAsShown | undefined): string {
  const seats = shown?.report.seats ?? [];
  const kept = seats.filter(({ state }) => state === "kept").length;
  const gone = seats.length - kept;
  return kept === 0 ? String(gone) : `${gone}, ${kept} kept`;
}

function outcomes(shown: CaseAsShown | undefined): string {
  const groups = Map.groupBy(shown?.steps ?? [], (step) => step.state);
  return [...groups].map(([state, steps]) => `${steps.length} ${state}`).join(", ") || "–";
}

/** What a person has to do now, for each parked step. */
export function instructions(results: readonly Result[]): readonly string[] {
  return results.flatMap(({ who, cases: [newest] }) =>
    (newest?.steps ?? []).flatMap(({ name, state, because }) =>
      state === "parked" ? [`${who}, ${name}: ${because}`] : [],
    ),
  );
}

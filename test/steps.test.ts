import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { steps } from "../functions/steps.ts";
import { usualSettings } from "../shared/domain/case-settings.ts";
import { makePlan } from "../shared/domain/plan.ts";
import { Policy } from "../shared/domain/policy.ts";

const files = readdirSync(new URL("../functions/steps/", import.meta.url), {
  recursive: true,
  encoding: "utf8",
}).filter((file) => file.endsWith(".ts"));

test("every file of functions/steps is a step of the list, named as the step, in the folder of its section", () => {
  expect(steps.map(({ section, name }) => `${section}/${name}.ts`).toSorted()).toEqual(files.toSorted());
});

test("the plan has no loop: every step comes after all that it waits for", () => {
  const seen = new Set<string>();
  for (const step of steps) {
    for (const name of [...step.needs, ...step.after]) expect(seen, `${step.name} waits for ${name}`).toContain(name);
    seen.add(step.name);
  }
});

test("R-15: no step of the lockout waits for anything outside it", () => {
  const byName = new Map<string, (typeof steps)[number]>(steps.map((step) => [step.name, step]));
  const waitsFor = (name: string): string[] => {
    const step = byName.get(name);
    return step === undefined ? [] : [...step.needs, ...step.after].flatMap((one) => [one, ...waitsFor(one)]);
  };

  expect(new Set(waitsFor("confirm-lockout"))).not.toContain("notify-manager");
});

test("REQ-58, R-60: the account is deleted after every step that keeps something or hands it over", () => {
  const facts = { settings: { ...usualSettings, end: "plain-deletion" as const }, cloud: "worldwide" as const };
  const deletion = makePlan(steps, Policy.parse({}), facts).steps.find(({ name }) => name === "delete-account");
  const before = steps.filter(({ section }) => ["devices", "preserve", "hand-over", "remove-rights"].includes(section));

  expect(before.length).toBeGreaterThan(25);
  expect(deletion?.needs).toEqual(expect.arrayContaining(before.map(({ name }) => name)));
});

test("a step that cannot be seen afterwards names its duplicate risk", () => {
  const mailing = steps.filter((step) => step.permissions.includes("Mail.Send"));

  expect(mailing.length).toBeGreaterThan(0);
  for (const step of mailing) expect(step.duplicateRisk).toBeDefined();
});

test("no step catches errors: the runner decides what follows (style)", () => {
  for (const file of files) {
    const source = readFileSync(new URL(`../functions/steps/${file}`, import.meta.url), "utf8");
    expect(source, file).not.toMatch(/\bcatch\b/);
  }
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { guards } from "../../dev/docs/guards.ts";
import { edgeMutations, guardMutations } from "../../dev/guards/mutations.ts";
import { SourceTree } from "../../dev/guards/source-tree.ts";
import { steps } from "../../functions/steps.ts";

const root = join(import.meta.dirname, "..", "..");
const sources = new SourceTree(root);
afterAll(() => sources.close());
const here = (file: string) => readFileSync(join(root, file), "utf8");

test("every guard, and every word that a change cannot be taken back, can be taken out of its file", () => {
  const mutations = guardMutations(sources);

  expect(new Set(mutations.map(({ step }) => step))).toEqual(new Set(guards().map(({ step }) => step)));
  for (const { step, what, file, text, tests } of mutations) {
    expect(tests.flat(), step).not.toEqual([]);
    const gone = what === "destructive: false" ? /^ {2}destructive: true,$/m : /^\s+async guard\(/m;
    expect([gone.test(here(file)), gone.test(text)], `${step} ${what}`).toEqual([true, false]);
  }
});

test("every wait for another section can be taken out by itself", () => {
  const mutations = edgeMutations(sources);

  expect(mutations.length).toBeGreaterThan(steps.length / 2);
  for (const { step, what, file, text } of mutations) {
    const entry = /"([^"]+)"$/.exec(what)?.[0] ?? what;
    expect(here(file).split(entry).length - text.split(entry).length, `${step} ${what}`).toBe(1);
  }
});

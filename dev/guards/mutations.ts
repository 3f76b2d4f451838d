import { steps } from "../../functions/steps.ts";
import type { Step } from "../../shared/domain/step.ts";
import { fileOf, guards, orderTests, testsNaming } from "../docs/guards.ts";
import { replaced, type SourceTree } from "./source-tree.ts";

/** One guard or edge that is taken out of the product, and the tests that have to notice it. */
export interface Mutation {
  readonly step: string;
  /** What is gone, for people. */
  readonly what: string;
  readonly file: string;
  /** The whole file without it. */
  readonly text: string;
  /** In the order in which they are run: the likeliest first. The first that fails ends the run. */
  readonly tests: readonly (readonly string[])[];
}

/** Every guard taken out, and every word that a change cannot be taken back, each as a mutation of its own. */
export function guardMutations(sources: SourceTree): readonly Mutation[] {
  const byName = new Map<string, Step>(steps.map((step) => [step.name, step]));
  return guards().flatMap(({ step: name, file, guardFile, tests }) => {
    const step = byName.get(name);
    const found: Mutation[] = [];
    const own = tests.filter((test) => test.endsWith(`/${name}.test.ts`));
    // A journey runs the built app, which a copy does not have.
    const others = tests.filter((test) => !own.includes(test) && !test.startsWith("test/journeys/"));
    const likeliest = [own, others];
    if (step?.guard !== undefined) {
      const text = replaced(sources.textOf(guardFile), sources.member(guardFile, "guard"), "");
      found.push({ step: name, what: "without its guard", file: guardFile, text, tests: likeliest });
    }
    if (step?.destructive) {
      const text = replaced(sources.textOf(file), sources.valueOf(file, "destructive"), " false");
      found.push({ step: name, what: "destructive: false", file, text, tests: likeliest });
    }
    return found;
  });
}

/** Every step, or section, of another section that a step waits for, taken out. Shared definitions are left alone. */
export function edgeMutations(sources: SourceTree): readonly Mutation[] {
  const sectionOf = new Map<string, string>(steps.map(({ name, section }) => [name, section]));
  return steps.flatMap((step) => {
    const file = fileOf(step);
    const text = sources.textOf(file);
    const lists = [
      ["needs", step.needs.filter((name) => sectionOf.get(name) !== step.section)],
      ["needsSections", step.needsSections.filter((section) => section !== step.section)],
      ["after", step.after.filter((name) => sectionOf.get(name) !== step.section)],
    ] as const;
    return lists.flatMap(([list, entries]) =>
      entries
        .filter((entry) => sources.hasEntry(file, list, entry))
        .map((entry): Mutation => {
          const changed = replaced(text, sources.entryOf(file, list, entry), "");
          const others = testsNaming(step).filter(
            (test) => test.startsWith("test/steps/") && !orderTests.includes(test),
          );
          const tests = [orderTests, others];
          return { step: step.name, what: `${list} without "${entry}"`, file, text: changed, tests };
        }),
    );
  });
}

import type { CaseSettings } from "./case-settings.ts";
import type { PersonFacts, Policy, Rule } from "./policy.ts";
import { layered } from "./policy-layers.ts";

const facts = ["country", "department", "workerType", "terminationType", "userType"] as const;
type Fact = (typeof facts)[number];

/**
 * Every set of settings that some person's case can have: one for each group of rules that can hold together, whoever
 * comes. A person has one value of each fact, named by a rule or not, so that rules for different departments never meet.
 */
export function possibleSettings(policy: Policy): readonly CaseSettings[] {
  const held = groupsThatHold(policy.rules);
  return held.map((rules) => layered(policy, rules).settings);
}

function groupsThatHold(rules: readonly Rule[]): readonly (readonly number[])[] {
  const all = rules.map((_, index) => index);
  // Fact by fact, and each group once: as many steps as there are different groups, not as there are different people.
  let groups = new Map([[all.join(), all]]);
  for (const fact of facts) {
    const values = valuesOf(rules, fact);
    const next = new Map<string, number[]>();
    for (const group of groups.values()) {
      for (const value of values) {
        const left = group.filter((index) => allows(rules[index], fact, value));
        next.set(left.join(), left);
      }
    }
    groups = next;
  }
  return [...groups.values()];
}

/** What rules name, in small letters, and undefined for whatever no rule names. */
function valuesOf(rules: readonly Rule[], fact: Fact): readonly (string | undefined)[] {
  const named = rules.flatMap(({ when }) => (when[fact] ?? []).map((value) => value.toLowerCase()));
  return [...new Set([...named, undefined])];
}

function allows(rule: Rule | undefined, fact: keyof PersonFacts, value: string | undefined): boolean {
  const wanted = rule?.when[fact];
  return wanted === undefined || (value !== undefined && wanted.some((one) => one.toLowerCase() === value));
}

import { type CaseSettings, type CaseSettingsChange, changed, usualSettings } from "./case-settings.ts";
import type { Policy, Rule } from "./policy.ts";

/** Where in the policy file something stands: members and places, as in `["rules", 2, "set", "end"]`. */
export type PolicyPath = readonly (string | number)[];

/** Settings with the place in the policy that said so; what no place says is as usual. */
export interface LayeredSettings {
  readonly settings: CaseSettings;
  /** By setting, for example `mailbox.hold`. The last layer that says it counts. */
  readonly from: ReadonlyMap<string, PolicyPath>;
}

/** Lays the defaults and then these rules over the usual settings, and remembers who said what. */
export function layered(policy: Policy, rules: readonly number[]): LayeredSettings {
  const layers = [
    { path: ["defaults"] as PolicyPath, set: policy.defaults },
    ...rules.map((index) => ({ path: ["rules", index, "set"] as PolicyPath, set: policy.rules[index]?.set ?? {} })),
  ];
  const from = new Map<string, PolicyPath>();
  for (const { path, set } of layers) {
    for (const setting of namesIn(set)) from.set(setting.join("."), [...path, ...setting]);
  }
  return { settings: layers.reduce((settings, { set }) => changed(settings, set), usualSettings), from };
}

/** Every group of at most two rules that may hold for the same person, by their places; the empty one first. */
export function groupsOfRules({ rules }: Policy): readonly (readonly number[])[] {
  const places = rules.map((_, index) => index);
  const pairs = places.flatMap((one) =>
    places.slice(one + 1).flatMap((other) => (overlap(rules[one], rules[other]) ? [[one, other]] : [])),
  );
  return [[], ...places.map((one) => [one]), ...pairs];
}

/** Both rules can hold for one person: no condition of theirs excludes the other. */
function overlap(one: Rule | undefined, other: Rule | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return (Object.keys(one.when) as (keyof Rule["when"])[]).every((name) => {
    const [mine, theirs] = [one.when[name], other.when[name]].map((values) =>
      values?.map((value) => value.toLowerCase()),
    );
    return mine === undefined || theirs === undefined || mine.some((value) => theirs.includes(value));
  });
}

const groups = ["mailbox", "drive", "devices"] as const;

/** The settings that a change names, each as a path; a group is named by its members. */
function namesIn(change: CaseSettingsChange): readonly string[][] {
  return Object.entries(change).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const isGroup = groups.some((group) => group === name) && typeof value === "object";
    return isGroup ? Object.keys(value).map((member) => [name, member]) : [[name]];
  });
}

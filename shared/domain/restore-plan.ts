import type { CaseFile, StepRecord } from "./case.ts";
import { StepName } from "./ids.ts";
import { type Plan, planHash } from "./plan.ts";
import type { Step } from "./step.ts";

/** Opens the account again. What stands before it in the list of steps comes before everything, the rest after. */
const opening = StepName.parse("enable-account");
/** Steps of the leaver's case that restores have steps of their own for, which know about conflicts and order. */
const replaced: readonly string[] = ["delete-account", "block-sign-in"];
const drives = "watch-restored-drive";
/** An application's permission does not enable whoever holds a role: the account is opened first (FACT-09, R-19). */
const afterOpening: readonly string[] = ["remove-admin-roles"];

/**
 * The plan of a restore: the account out of the bin and a way to sign in, then every change of the leaver's case undone in
 * the opposite order, then sign-in, then the person is told. What cannot be given back stays in the plan with the
 * reason, so that somebody reads it.
 *
 * @param of the cases whose changes are given back, newest first; none when Leaver changed nothing, and the account is in the bin
 */
export function restorePlan(steps: readonly Step[], of: readonly CaseFile[]): Plan {
  const own = steps.filter(({ kinds }) => kinds.includes("restore"));
  const from = own.findIndex(({ name }) => name === opening);
  const gates = own.slice(0, from).map(({ name }) => name);
  const undone = backwards(steps, of);
  const [before, after] = [undone.filter((one) => !isAfterOpening(one)), undone.filter(isAfterOpening)];
  const back = (one: Undone, needs: StepName[]): StepRecord => ({
    ...blank(one.step.name),
    needs,
    after: followers(one.step, before),
    ...wayBack(one),
  });
  const place = placeOfDrive(of);
  const last = own.slice(from).map((step) => ({
    ...plain(step, own),
    ...(step.name === drives && place !== undefined && { wanted: place }),
  }));
  const records = [
    ...own.slice(0, from).map((step) => plain(step, own)),
    ...before.map((one) => back(one, gates)),
    ...last.slice(0, 1).map((record) => ({ ...record, ...opens(of, gates, before) })),
    ...after.map((one) => back(one, [opening])),
    ...last.slice(1),
  ];
  const ordered = records.map((record, index) => ({ ...record, order: index + 1 }));
  return { steps: ordered, hash: planHash(ordered, of[0]?.record.settings) };
}

/** Where an earlier case found the OneDrive that the account had left. */
function placeOfDrive(of: readonly CaseFile[]): unknown {
  return of.flatMap(({ steps }) => steps.find(({ name }) => name === "find-left-drive")?.evidence ?? []).at(0);
}

/** What a restore could do about one change of a case. */
export interface WayBack {
  readonly step: StepName;
  readonly title: string;
  /** Whether it would be given back; otherwise `because` says why not. */
  readonly back: boolean;
  readonly because?: string;
}

/** What a restore would give back of a case, and what it could not, in the order in which it would go on. */
export function wayBackOf(steps: readonly Step[], of: readonly CaseFile[]): readonly WayBack[] {
  const titles = new Map<string, string>(steps.map(({ name, title }) => [name, title]));
  const own = of.flatMap((file) => file.steps.filter(announced).filter(({ name }) => replaced.includes(name)));
  const reversed = [...new Set(own.map(({ name }) => name))].toReversed();
  const undone = backwards(steps, of).map((one) => ({ name: one.step.name, ...wayBack(one) }));
  return [...reversed.map((name) => ({ name, state: "pending", because: undefined })), ...undone].map(
    ({ name, state, because }) => ({
      step: name,
      title: titles.get(name) ?? name,
      back: state !== "skipped",
      ...(because !== undefined && { because }),
    }),
  );
}

interface Undone {
  readonly step: Step;
  readonly record: StepRecord;
}

const isAfterOpening = ({ step }: Undone): boolean => afterOpening.includes(step.name);

/** A change was announced: it was made, or may have been. */
const announced = ({ before, state }: StepRecord): boolean => before !== undefined && state !== "unchanged";

/**
 * Steps that changed something, or may have, in the opposite order. Where several cases did, what stood there before the
 * oldest of them counts: a later one met what that one had left.
 */
function backwards(steps: readonly Step[], of: readonly CaseFile[]): readonly Undone[] {
  const found = steps.flatMap((step): Undone[] => {
    if (step.change === undefined || replaced.includes(step.name)) return [];
    const records = of.flatMap((file) => file.steps.filter(({ name }) => name === step.name).filter(announced));
    const record = records.at(-1);
    return record === undefined ? [] : [{ step, record }];
  });
  return found.toReversed();
}

/** Whoever waited for this step is undone before it. */
function followers({ name }: Step, undone: readonly Undone[]): StepName[] {
  const waited = undone.filter(({ record }) => record.needs.includes(name) || record.after.includes(name));
  return waited.map(({ step }) => step.name);
}

/** Sign-in opens when everything before was tried, and as it was before the first of the cases looked at it. */
function opens(of: readonly CaseFile[], gates: StepName[], undone: readonly Undone[]): Partial<StepRecord> {
  const looked = of.flatMap(({ steps }) => steps.filter(({ name }) => name === "block-sign-in").flatMap(firstSeen));
  return {
    needs: gates,
    after: undone.map(({ step }) => step.name),
    ...(looked.length > 0 && { wanted: looked.at(-1) }),
  };
}

/** What stood there first: also where somebody else had changed it already, and the step only looked. */
function firstSeen({ before, state, evidence }: StepRecord): unknown[] {
  if (before !== undefined) return [before];
  return state === "unchanged" && evidence !== undefined ? [evidence] : [];
}

function wayBack({ step, record }: Undone): Pick<StepRecord, "state" | "because" | "wanted" | "evidence"> {
  // The evidence tells what was done last, where that is more than what stood there before.
  if (step.undo !== undefined) return { state: "pending", wanted: record.before, evidence: record.evidence };
  return { state: "skipped", because: step.noWayBack ?? "This cannot be given back" };
}

function plain(step: Step, own: readonly Step[]): StepRecord {
  const planned = new Set(own.map(({ name }) => name));
  return {
    ...blank(step.name),
    needs: step.needs.filter((name) => planned.has(name)),
    after: step.after.filter((name) => planned.has(name)),
  };
}

function blank(name: StepName): StepRecord {
  return { name, order: 0, needs: [], after: [], state: "pending", generation: 0, attempts: 0 };
}

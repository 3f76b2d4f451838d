import type { z } from "zod";
import type { CaseKind, CaseRecord, StepRecord } from "./case.ts";
import type { CaseSettings } from "./case-settings.ts";
import type { Cloud } from "./cloud.ts";
import { type Instant, type LeaverId, StepName } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Clock } from "./ports/clock.ts";
import type { Tenant } from "./tenant.ts";

/** The parts of a plan, in their order (offboarding-rules 4.1). */
export const sections = [
  "announce",
  "snapshot",
  "lockout",
  "devices",
  "preserve",
  "hand-over",
  "remove-rights",
  "reclaim",
  "end",
  "retention",
  "restore",
  "close",
] as const;
export type Section = (typeof sections)[number];

/** What a step is given. */
export interface StepInput {
  readonly case: CaseRecord;
  readonly leaver: { readonly id: LeaverId };
  /** What stood there when this step first announced its change; undefined while it announced none. */
  readonly before: unknown;
  /** In a restore: what this step gives back. */
  readonly wanted: unknown;
  /** When the last of the steps that this one follows was finished; the case's start for the first ones. */
  readonly since: Instant;
  /** All steps of the case as they stand. */
  readonly steps: readonly StepRecord[];
  readonly tenant: Tenant;
  readonly policy: Policy;
  /** What the policy said about this person when the plan was made. */
  readonly settings: CaseSettings;
  /** Whether that person has an open case of their own: no successor for anything. */
  readonly leaving: (id: LeaverId) => Promise<boolean>;
  readonly clock: Clock;
}

/** What is known when a plan is made. */
export interface PlanFacts {
  /** Kind of the case; a leaver's when left out. */
  readonly kind?: Exclude<CaseKind, "restore">;
  readonly settings: CaseSettings;
  readonly cloud: Cloud;
}

/** What stands in the way of a change: a time, another step, or something that a person must do first. */
export type Hindrance =
  /** `shown`: what is kept of the part of a change that is under way, instead of what was seen before it. */
  | { readonly kind: "wait"; readonly until: Instant; readonly because: string; readonly shown?: unknown }
  /** Another step of the case has to be seen finished first. This one counts as tried until then. */
  | { readonly kind: "step"; readonly step: StepName; readonly because: string }
  | { readonly kind: "person"; readonly because: string };

/** What the tenant shows now. `shown` is kept as evidence: ids and facts, no names, addresses or secrets. */
export type Observation<Shown> =
  | { readonly kind: "reached"; readonly shown: Shown }
  /**
   * `changeFrom`: a change before this instant, at most a second away, could not be told from an earlier one.
   * `lookAgainAt`: nothing is wrong, it is only too early: looked at again then, and nothing is changed before.
   */
  | {
      readonly kind: "different";
      readonly shown: Shown;
      readonly because?: string;
      readonly changeFrom?: Instant | undefined;
      readonly lookAgainAt?: Instant | undefined;
    }
  | { readonly kind: "not-applicable"; readonly because: string; readonly shown?: unknown };

/** What a change leaves to somebody else: an event for other systems, and what a person has to do, if anybody has. */
export interface HandOff {
  /** Goes out with the commit that ends this attempt: once for each announced change. `data`: ids and facts only. */
  readonly event: { readonly type: string; readonly data?: Readonly<Record<string, unknown>> };
  /** Parks the step with this instruction; undefined: it is looked for until the deadline. */
  readonly person?: string;
}

/** Permissions that only some policies need. */
export interface ChoicePermissions {
  /** The choice as the documentation prints it. */
  readonly when: string;
  holds(settings: CaseSettings): boolean;
  readonly permissions: readonly string[];
}

/** One statement about the tenant: how to see it, how to reach it, how to give back what it replaced. */
export interface Step<Shown = unknown> {
  readonly name: StepName;
  readonly title: string;
  readonly section: Section;
  /** Kinds of cases whose plans have the step. */
  readonly kinds: readonly CaseKind[];
  /** Steps that must have been seen finished before. */
  readonly needs: readonly StepName[];
  /** Whole sections that must have been seen finished before, except this step itself. */
  readonly needsSections: readonly Section[];
  /** Steps that must have been tried before, but may wait for a person. */
  readonly after: readonly StepName[];
  /** Graph application permissions; those of Exchange and SharePoint themselves as `Exchange.…` and `SharePoint.…`. */
  readonly permissions: readonly string[];
  /** Permissions that it takes besides, by what the policy chooses. */
  readonly permissionsByChoice: readonly ChoicePermissions[];
  /** Calls that one undisturbed run makes to the tenant, by the longest chain: for the benchmark's critical path. */
  readonly chain: number;
  /** What a repeated change would do where it cannot be seen whether it was made (P3). */
  readonly duplicateRisk: string | undefined;
  /** A change whose answer was lost is not made again before it had this long to show, in milliseconds. */
  readonly settleMs: number;
  /** How long the wanted state may stay invisible before a person is called, in milliseconds since the step was ready. */
  readonly deadlineMs: number;
  /** How long a service that does not answer is asked again before a person is called, in milliseconds. */
  readonly outageMs: number;
  /** No policy may leave it out: without it the lockout proves nothing, or nothing could be given back. */
  readonly required: boolean;
  /** Cannot be taken back: approval, breaker and HR record are looked at right before the change. */
  readonly destructive: boolean;
  /** Clouds that lack what the step needs. */
  readonly missingIn: readonly Cloud[];
  /**
   * Runs while a scheduled case waits for its time. It ends as skipped when the case starts, and wherever it would be parked:
   * nobody is called before the last day. Waits for no other step, and looks anew when the day moves.
   */
  readonly beforeStart: boolean;
  /** Ends the stopwatch of the case. */
  readonly provesLockout: boolean;
  /** Shape of what `observe` shows, to read `before` back from the ledger. */
  readonly shows: z.ZodType<Shown>;
  /** Why this case does without the step; asked once, when the plan is made. Undefined: it is in. */
  leftOut?(facts: PlanFacts): string | undefined;
  observe(input: StepInput): Promise<Observation<Shown>>;
  /** What stands in the way of the change, looked at fresh right before it. Undefined: the way is free. */
  guard?(input: StepInput, shown: Shown): Promise<Hindrance | undefined>;
  /** When the account that this step deletes is due: what is deleted on one day is counted. */
  deletesAt?(input: StepInput): Instant;
  /**
   * The one change, safe to call twice. Absent: the step only looks.
   * @returns `more` when only a part was done, because the whole takes longer than a minute: it is called again soon;
   * a hindrance when a part was done and something stands in the way of the rest
   */
  change?(
    input: StepInput,
    before: Shown,
  ): Promise<void> | Promise<"more" | undefined> | Promise<HandOff | undefined> | Promise<Hindrance | undefined>;
  undo?(input: StepInput, before: Shown): Promise<void>;
  /**
   * Whether what is shown now is as good as what stood there before, after an undo. Absent: when both are the same.
   * @param wanted what stood there before the change that was undone
   */
  isBack?(shown: Shown, wanted: Shown, input: StepInput): boolean | Promise<boolean>;
  /** Why a change has no undo, and what is to be done instead: what a person reads in the plan of a restore. */
  readonly noWayBack?: string;
}

type Defaults =
  | "kinds"
  | "needs"
  | "needsSections"
  | "after"
  | "destructive"
  | "missingIn"
  | "permissions"
  | "permissionsByChoice"
  | "duplicateRisk"
  | "settleMs"
  | "deadlineMs"
  | "outageMs"
  | "required"
  | "beforeStart"
  | "provesLockout";
type Definition<Shown> = Omit<Step<Shown>, "name" | Defaults> & {
  readonly name: string;
  readonly needs?: readonly string[];
  readonly after?: readonly string[];
} & Partial<
    Pick<
      Step<Shown>,
      | "kinds"
      | "needsSections"
      | "destructive"
      | "missingIn"
      | "permissions"
      | "permissionsByChoice"
      | "duplicateRisk"
      | "settleMs"
      | "deadlineMs"
      | "outageMs"
      | "required"
      | "beforeStart"
      | "provesLockout"
    >
  >;

const hourMs = 3_600_000;

/** Every permission that a step may take, whatever the policy chooses. */
export function allPermissions(step: Pick<Step, "permissions" | "permissionsByChoice">): readonly string[] {
  return [...step.permissions, ...step.permissionsByChoice.flatMap(({ permissions }) => permissions)];
}

/** Defines a step. What it leaves out has the defaults below; names are checked here, once. */
export function defineStep<Shown>(definition: Definition<Shown>): Step {
  const step: Step<Shown> = {
    kinds: ["leaver"],
    needsSections: [],
    destructive: false,
    missingIn: [],
    permissions: [],
    permissionsByChoice: [],
    duplicateRisk: undefined,
    settleMs: 0,
    deadlineMs: hourMs,
    outageMs: 24 * hourMs,
    required: false,
    beforeStart: false,
    provesLockout: false,
    ...definition,
    name: StepName.parse(definition.name),
    needs: (definition.needs ?? []).map((name) => StepName.parse(name)),
    after: (definition.after ?? []).map((name) => StepName.parse(name)),
  };
  // The runner hands a step only what the same step has shown: the one place where the type is forgotten.
  return step as Step;
}

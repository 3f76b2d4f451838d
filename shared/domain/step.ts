import type { z } from "zod";
import type { CaseRecord, StepRecord } from "./case.ts";
import { type Instant, type LeaverId, StepName } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Clock } from "./ports/clock.ts";
import type { Directory } from "./ports/directory.ts";
import type { Mail } from "./ports/mail.ts";
import type { Mailboxes } from "./ports/mailboxes.ts";

/** The systems a step may look at and change. */
export interface Tenant {
  readonly directory: Directory;
  readonly mailboxes: Mailboxes;
  readonly mail: Mail;
}

/** What a step is given. */
export interface StepInput {
  readonly case: CaseRecord;
  readonly leaver: { readonly id: LeaverId };
  /** What stood there when this step first announced its change; undefined while it announced none. */
  readonly before: unknown;
  /** When the last of the steps that this one follows was finished; the case's start for the first ones. */
  readonly since: Instant;
  /** All steps of the case as they stand. */
  readonly steps: readonly StepRecord[];
  readonly tenant: Tenant;
  readonly policy: Policy;
  readonly clock: Clock;
}

/** What the tenant shows now. `shown` is kept as evidence: ids and facts, no names, addresses or secrets. */
export type Observation<Shown> =
  | { readonly kind: "reached"; readonly shown: Shown }
  /** `changeFrom`: a change before this instant, at most a second away, could not be told from an earlier one. */
  | {
      readonly kind: "different";
      readonly shown: Shown;
      readonly because?: string;
      readonly changeFrom?: Instant | undefined;
    }
  | { readonly kind: "not-applicable"; readonly because: string };

/** One statement about the tenant: how to see it, how to reach it, how to give back what it replaced. */
export interface Step<Shown = unknown> {
  readonly name: StepName;
  readonly title: string;
  /** Steps that must have been seen finished before. */
  readonly needs: readonly StepName[];
  /** Steps that must have been tried before, but may wait for a person. */
  readonly after: readonly StepName[];
  /** Graph application permissions; the Exchange role is written as `Exchange.ManageAsApp`. */
  readonly permissions: readonly string[];
  /** Calls that one undisturbed run makes to the tenant, by the longest chain: for the benchmark's critical path. */
  readonly chain: number;
  /** What a repeated change would do where it cannot be seen whether it was made (P3). */
  readonly duplicateRisk: string | undefined;
  /** A change whose answer was lost is not made again before it had this long to show, in milliseconds. */
  readonly settleMs: number;
  /** How long the wanted state may stay invisible before a person is called, in milliseconds since the step was ready. */
  readonly deadlineMs: number;
  /** No policy may leave it out: without it the lockout proves nothing, or nothing could be given back. */
  readonly required: boolean;
  /** Ends the stopwatch of the case. */
  readonly provesLockout: boolean;
  /** Shape of what `observe` shows, to read `before` back from the ledger. */
  readonly shows: z.ZodType<Shown>;
  observe(input: StepInput): Promise<Observation<Shown>>;
  /** The one change, safe to call twice. Absent: the step only looks. */
  change?(input: StepInput, before: Shown): Promise<void>;
  undo?(input: StepInput, before: Shown): Promise<void>;
}

type Defaults =
  | "needs"
  | "after"
  | "permissions"
  | "duplicateRisk"
  | "settleMs"
  | "deadlineMs"
  | "required"
  | "provesLockout";
type Definition<Shown> = Omit<Step<Shown>, "name" | Defaults> & {
  readonly name: string;
  readonly needs?: readonly string[];
  readonly after?: readonly string[];
} & Partial<
    Pick<Step<Shown>, "permissions" | "duplicateRisk" | "settleMs" | "deadlineMs" | "required" | "provesLockout">
  >;

const hourMs = 3_600_000;

/** Defines a step. What it leaves out has the defaults below; names are checked here, once. */
export function defineStep<Shown>(definition: Definition<Shown>): Step {
  const step: Step<Shown> = {
    permissions: [],
    duplicateRisk: undefined,
    settleMs: 0,
    deadlineMs: hourMs,
    required: false,
    provesLockout: false,
    ...definition,
    name: StepName.parse(definition.name),
    needs: (definition.needs ?? []).map((name) => StepName.parse(name)),
    after: (definition.after ?? []).map((name) => StepName.parse(name)),
  };
  // The runner hands a step only what the same step has shown: the one place where the type is forgotten.
  return step as Step;
}

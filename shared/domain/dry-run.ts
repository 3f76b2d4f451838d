import { genesis } from "./audit.ts";
import type { CaseFile, CaseRecord, StepRecord } from "./case.ts";
import type { CaseSettings } from "./case-settings.ts";
import type { Cloud } from "./cloud.ts";
import { custodianOf } from "./custodian.ts";
import { LeaverError } from "./errors.ts";
import { CaseId, SourceName } from "./ids.ts";
import { makePlan } from "./plan.ts";
import { isProtected, type PersonFacts, rulesFor, settingsFor } from "./policy.ts";
import type { Account } from "./ports/directory.ts";
import { type Report, reportOf } from "./report.ts";
import type { Hindrance, Observation, Step, StepInput } from "./step.ts";
import { type InputPorts, stepInput } from "./step-input.ts";

export interface DryRunPorts extends InputPorts {
  readonly steps: readonly Step[];
  readonly cloud: Cloud;
}

/** One step of a plan that nobody has started. */
export interface PlannedStep {
  readonly name: string;
  readonly title: string;
  readonly section: string;
  readonly in: boolean;
  /** Why it is out, or what the tenant shows. */
  readonly because?: string;
  /** `reached`: nothing to do. `different`: it would change that. `unreadable`: the reason is in `because`. */
  readonly shows?: "reached" | "different" | "not-applicable" | "unreadable";
  /** What stands there now: ids and facts. */
  readonly shown?: unknown;
  /** What would keep the change from being made now. */
  readonly stoppedBy?: string;
  readonly approval: boolean;
  readonly destructive: boolean;
}

/** What a case about a person would be, without any write. */
export interface DryRun {
  readonly leaverId: string;
  readonly protected: boolean;
  /** The same as of a case that is opened now with the same facts. */
  readonly planHash: string;
  readonly settings: CaseSettings;
  /** Reasons of the rules that hold, in their order. */
  readonly rules: readonly string[];
  /** Who would take over; undefined: nobody can. */
  readonly custodianId?: string;
  readonly steps: readonly PlannedStep[];
  /** What would stay open, and what it would free and cost, as far as it can be seen now. */
  readonly report: Report;
}

/**
 * The plan that a case about this person would freeze now, and what each of its steps sees: what would change, and what
 * would stand in its way. It reads the tenant and writes nothing, neither there nor to the ledger.
 *
 * @param facts what the HR system would say about the person
 */
export async function dryRun(account: Account, facts: PersonFacts, ports: DryRunPorts): Promise<DryRun> {
  const known = { ...facts, userType: account.kind };
  const settings = settingsFor(ports.policy, known);
  const plan = makePlan(ports.steps, ports.policy, { settings, cloud: ports.cloud });
  const file = fileOf(account, settings, plan, ports);
  const steps = ports.steps.filter(({ kinds }) => kinds.includes("leaver"));
  const seen = new Map<string, Seen>();
  for (const step of steps) {
    const isIn = file.steps.some((record) => record.name === step.name && record.state === "pending");
    if (isIn) seen.set(step.name, await look(step, file, ports));
  }
  const custodian = await custodianOf(stepInput({ name: firstOf(ports.steps) }, file, ports));
  return {
    leaverId: account.id,
    protected: isProtected(ports.policy, account.id),
    planHash: plan.hash,
    settings,
    rules: rulesFor(ports.policy, known).map(({ because }) => because),
    ...(custodian && { custodianId: custodian.id }),
    steps: steps.map((step) => planned(step, file, seen.get(step.name))),
    report: reportOf(file.steps.map((record) => ({ ...record, evidence: shownBy(seen.get(record.name)) }))),
  };
}

type Seen =
  | { readonly kind: "unreadable"; readonly because: string }
  | { readonly kind: "seen"; readonly observation: Observation<unknown>; readonly hindrance: Hindrance | undefined };

async function look(step: Step, file: CaseFile, ports: DryRunPorts): Promise<Seen> {
  const input = stepInput(step, file, ports);
  try {
    const observation = await step.observe(input);
    const hindrance = observation.kind === "different" ? await hindranceOf(step, input, observation.shown) : undefined;
    return { kind: "seen", observation, hindrance };
  } catch (error) {
    if (error instanceof LeaverError) return { kind: "unreadable", because: error.message };
    throw error;
  }
}

async function hindranceOf(step: Step, input: StepInput, shown: unknown): Promise<Hindrance | undefined> {
  return step.change === undefined ? undefined : await step.guard?.(input, shown);
}

function planned(step: Step, file: CaseFile, seen: Seen | undefined): PlannedStep {
  const record = file.steps.find(({ name }) => name === step.name);
  const about = {
    name: step.name,
    title: step.title,
    section: step.section,
    in: seen !== undefined,
    approval: seen !== undefined && (file.record.settings?.approvals.includes(step.name) ?? false),
    destructive: step.destructive,
  };
  if (seen === undefined) return { ...about, ...(record?.because && { because: record.because }) };
  if (seen.kind === "unreadable") return { ...about, shows: "unreadable", because: seen.because };
  const { observation, hindrance } = seen;
  return {
    ...about,
    shows: observation.kind,
    ...("because" in observation && observation.because && { because: observation.because }),
    ...("shown" in observation && { shown: observation.shown }),
    ...(hindrance && { stoppedBy: hindrance.because }),
  };
}

function shownBy(seen: Seen | undefined): unknown {
  return seen?.kind === "seen" && "shown" in seen.observation ? seen.observation.shown : undefined;
}

function firstOf(steps: readonly Step[]): Step["name"] {
  const [first] = steps;
  if (first === undefined) throw new RangeError("A plan without steps");
  return first.name;
}

/** A case as it would stand at its start; it is in no ledger. */
function fileOf(
  account: Account,
  settings: CaseSettings,
  plan: { readonly steps: readonly StepRecord[]; readonly hash: string },
  { clock }: DryRunPorts,
): CaseFile {
  const now = clock.now();
  const caseId = CaseId.parse("case-00000000000000000000");
  const record: CaseRecord = {
    caseId,
    version: 1,
    kind: "leaver",
    status: "running",
    leaverId: account.id,
    userType: account.kind,
    source: SourceName.parse("dry-run"),
    employeeRef: account.employeeId ?? "",
    employmentKey: "",
    acceptedAt: now,
    openedAt: now,
    startedAt: now,
    planHash: plan.hash,
    settings,
    revision: 1,
    seq: 1,
    head: genesis(caseId),
  };
  return { record, steps: plan.steps, outbox: [], etag: "" };
}

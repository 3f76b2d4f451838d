import { type CaseFile, type StepRecord, stepOf } from "./case.ts";
import { underWay } from "./commands.ts";
import { changeFile, type LedgerPorts } from "./commit.ts";
import type { Instant } from "./ids.ts";
import { stepMessage } from "./messages.ts";
import type { Outcome } from "./outcome.ts";
import type { Change } from "./ports/ledger.ts";
import { endStep } from "./progress.ts";
import type { Step } from "./step.ts";

export interface UnknownStepPorts extends LedgerPorts {
  /** The steps that this build has. */
  readonly steps: readonly Pick<Step, "name">[];
}

/**
 * A frozen plan may name a step that this build does not have: the build is newer and has given it up, or it is older.
 * Nobody handles such a step's message, so it is parked for a person here, and left out when that person has approved it.
 *
 * @param promisedBefore younger promises are left alone: another instance may still be of the build that has the step
 * @returns the case as it stands then
 */
export async function settleUnknownSteps(
  file: CaseFile,
  ports: UnknownStepPorts,
  promisedBefore: Instant,
): Promise<CaseFile> {
  const known = new Set<string>(ports.steps.map(({ name }) => name));
  const forgotten = underWay(file).filter(({ name }) => !known.has(name));
  let latest = file;
  for (const { name } of forgotten) {
    const changed = await changeFile(latest, ports, (now) =>
      settled(now, name, { at: ports.clock.now(), promisedBefore }),
    );
    if (changed === undefined) continue;
    latest = changed;
    const { caseId, kind } = latest.record;
    ports.log({ event: "step-ended", caseId, step: name, outcome: stepOf(latest, name)?.state, kind });
  }
  return latest;
}

function settled(
  file: CaseFile,
  name: string,
  { at, promisedBefore }: { readonly at: Instant; readonly promisedBefore: Instant },
): Change | undefined {
  const record = underWay(file).find((step) => step.name === name);
  const promise = file.outbox.find(({ body }) => body.kind === "step" && body.step === name);
  // Without a promise the message was lost: it is sent anew first.
  if (record === undefined || promise === undefined || (promise.notBefore ?? promise.at) > promisedBefore)
    return undefined;
  const change = endStep(file, record, {
    outcome: outcomeOf(record),
    evidence: record.evidence,
    step: { provesLockout: false, settleMs: 0 },
    handled: [stepMessage(file.record.caseId, record).messageId],
    at,
  });
  return {
    ...change,
    steps: change.steps?.map((step) => (step.name === name ? { ...step, unknown: true } : step)) ?? [],
  };
}

/** Only an approval that was given to the parked step counts: an earlier one allowed the change, which nobody makes now. */
function outcomeOf({ name, unknown, approval, readyAt }: StepRecord): Outcome {
  if (unknown && approval !== undefined && approval.at === readyAt)
    return { kind: "skipped", because: "This version of Leaver does not have the step; a person has seen to it" };
  const because =
    `This version of Leaver does not have the step "${name}": do by hand what is left of it and approve it, ` +
    "and the case goes on without it; or install a version that has it, and resume";
  return { kind: "parked", because };
}

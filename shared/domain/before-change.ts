import type { CaseFile, StepRecord } from "./case.ts";
import { type DeletionDayPorts, deletionsBefore, registerDeletion } from "./deletion-day.ts";
import { comesBack } from "./meet-case.ts";
import type { Outcome } from "./outcome.ts";
import type { HrRecords } from "./ports/hr-records.ts";
import type { Hindrance, Step, StepInput } from "./step.ts";
import { type WavePorts, waveBefore } from "./wave.ts";

export interface BeforeChangePorts extends WavePorts, DeletionDayPorts {
  readonly hr: HrRecords;
}

/** Why a change is not made now: a step's own end, or a case that a person has to look at as a whole. */
export type Stop = Outcome | { readonly kind: "paused"; readonly because: string };

/**
 * Everything that is looked at right before a change: the step's own guard, then the approval that the policy wants, and
 * for what cannot be taken back whether the person is still leaving, whether a wave is on its way, and
 * whether too many accounts would be deleted on one day.
 *
 * @throws {TryLaterError} one of them cannot be looked at now: the change waits
 */
export async function stopBefore(
  step: Step,
  { record: its, file, input, shown }: { record: StepRecord; file: CaseFile; input: StepInput; shown: unknown },
  ports: BeforeChangePorts,
): Promise<Stop | undefined> {
  const deletesAt = step.deletesAt?.(input);
  if (deletesAt !== undefined) await registerDeletion(file.record.caseId, deletesAt, ports);
  const hindrance = await step.guard?.(input, shown);
  if (hindrance !== undefined) return outcomeOf(hindrance);
  // Before the approval is asked for: whoever gives it has to know that this one is one of many.
  const counts = deletesAt !== undefined && its.approval === undefined;
  const batch = counts ? await deletionsBefore(file, step.name, ports) : undefined;
  if (batch !== undefined) return { kind: "parked", because: batch };
  if (its.approval === undefined && input.settings.approvals.includes(step.name)) {
    return { kind: "parked", because: `"${step.title}" waits for an approval: approve or cancel (R-60)` };
  }
  if (step.destructive && (await takenBack(file, ports))) {
    return { kind: "paused", because: `the HR record does not show an end any more: ${comesBack} (R-05)` };
  }
  const wave = step.destructive && its.approval === undefined ? await waveBefore(ports) : undefined;
  return wave === undefined ? undefined : { kind: "parked", because: wave };
}

/** A source that cannot be read has had a person's approval; a record that is gone takes nothing back. */
async function takenBack({ record: { source, employeeRef } }: CaseFile, { hr }: BeforeChangePorts): Promise<boolean> {
  if (!hr.canRead(source)) return false;
  const record = await hr.read(source, employeeRef);
  return record !== undefined && record.departure === undefined;
}

/** How a step goes on that something stands in the way of. */
export function outcomeOf(hindrance: Hindrance): Outcome {
  const { because } = hindrance;
  switch (hindrance.kind) {
    case "wait":
      return { kind: "waiting", until: hindrance.until, because };
    case "step":
      return { kind: "behind", step: hindrance.step, because };
    case "person":
      return { kind: "parked", because };
    default:
      return hindrance satisfies never;
  }
}

import { type AuditRow, type ChainBreak, verifyChain } from "./audit.ts";
import { type CaseFile, isFinished, type StepRecord } from "./case.ts";
import { hashOf } from "./hash.ts";

/**
 * Holds a case against its history: the chain is whole and ends where the case row says (I3), the evidence of every
 * finished step is the one whose hash went into the chain, and no change was recorded without its intent before it (P9).
 *
 * @returns what does not hold, by audit row; empty when everything does
 */
export function verifyCase(file: CaseFile, rows: readonly AuditRow[]): readonly ChainBreak[] {
  const chain = verifyChain(file.record.caseId, rows, file.record);
  return [...chain, ...file.steps.filter(isFinished).flatMap((step) => verifyStep(step, rows))];
}

function verifyStep(step: StepRecord, rows: readonly AuditRow[]): readonly ChainBreak[] {
  const own = rows.filter((row) => row.step === step.name);
  const ended = own.findLast((row) => row.what === `step.${step.state}`);
  if (ended === undefined) {
    // Left out by the policy when the case was opened: the plan hash of that row stands for it.
    return step.generation === 0 && step.state === "skipped"
      ? []
      : [{ seq: 0, because: `no row says that ${step.name} is ${step.state}` }];
  }
  const breaks: ChainBreak[] = [];
  const { evidence } = JSON.parse(ended.details) as { evidence?: string };
  if (evidence !== hashOf(step.evidence ?? null)) {
    breaks.push({ seq: ended.seq, because: `the evidence of ${step.name} was changed after it was recorded` });
  }
  const announced = own.some((row) => row.what === "step.intended" && row.seq < ended.seq);
  if (step.intent !== undefined && !announced) {
    breaks.push({ seq: ended.seq, because: `${step.name} was changed without an intent before it` });
  }
  return breaks;
}

import { type AuditRow, type ChainBreak, verifyChain } from "./audit.ts";
import { type CaseFile, isFinished, type StepRecord } from "./case.ts";
import { caseStarted } from "./commands.ts";
import { accountDeletedElsewhere } from "./deleted-elsewhere.ts";
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
  const ended = rows.findLast((row) => isEndOf(step, row));
  if (ended === undefined) {
    // Left out by the policy when the case was opened: the plan hash of that row stands for it.
    return step.generation === 0 && step.state === "skipped"
      ? []
      : [{ seq: 0, because: `no row says that ${step.name} is ${step.state}` }];
  }
  const breaks: ChainBreak[] = [];
  if (evidenceIn(ended, step) !== hashOf(step.evidence ?? null)) {
    breaks.push({ seq: ended.seq, because: `the evidence of ${step.name} was changed after it was recorded` });
  }
  const announced = own.some((row) => row.what === "step.intended" && row.seq < ended.seq);
  if (step.intent !== undefined && !announced) {
    breaks.push({ seq: ended.seq, because: `${step.name} was changed without an intent before it` });
  }
  return breaks;
}

/** The step's own row, or one that ended several steps at once. */
function isEndOf(step: StepRecord, row: AuditRow): boolean {
  if (row.step === step.name) return row.what === `step.${step.state}`;
  const endsSeveral = row.what === accountDeletedElsewhere || row.what === caseStarted;
  return endsSeveral && evidenceIn(row, step) !== undefined;
}

/** The hash of the step's evidence that went into the chain with this row. */
function evidenceIn({ details }: AuditRow, { name }: StepRecord): string | undefined {
  if (details === "") return undefined;
  const { evidence, ended } = JSON.parse(details) as { evidence?: string; ended?: Record<string, string> };
  return evidence ?? ended?.[name];
}

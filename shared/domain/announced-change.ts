import type { StepRecord } from "./case.ts";
import { type CaseId, epochMs, type Instant, instant } from "./ids.ts";
import { stepMessage } from "./messages.ts";
import type { Change } from "./ports/ledger.ts";

/** Nobody else makes an announced change so long: to start it, and for its one call to end (20 s at most). In milliseconds. */
const leaseMs = 30_000;

/** Who announces a change, when, and what stands there now. */
export interface Announcing {
  readonly caseId: CaseId;
  readonly writeId: string;
  readonly at: Instant;
  /** So long the change may take to show where its answer was lost, in milliseconds. */
  readonly settleMs: number;
  readonly shown: unknown;
}

/** The state change that announces a step's change: intent and before-state, before anything is changed (P9). */
export function announcedChange(
  record: StepRecord,
  { caseId, writeId, at, settleMs, shown }: Announcing,
): Pick<Change, "steps" | "audit" | "handled"> {
  const leaseUntil = instant(epochMs(at) + Math.max(settleMs, leaseMs));
  const intent = { writeId, at, leaseUntil, accepted: false };
  return {
    steps: [{ ...record, state: "changing", intent, before: record.before ?? shown }],
    audit: { actor: "leaver", what: "step.intended", step: record.name, details: { generation: record.generation } },
    handled: [stepMessage(caseId, record).messageId],
  };
}

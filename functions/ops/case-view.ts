import { z } from "zod";
import {
  type CaseFile,
  CaseKind,
  type CaseRecord,
  CaseStatus,
  Departure,
  lockoutMs,
  StepState,
} from "../../shared/domain/case.ts";
import { Instant } from "../../shared/domain/ids.ts";
import { Report, reportOf } from "../../shared/domain/report.ts";
import type { Step } from "../../shared/domain/step.ts";
import { WayBackView, wayBackView } from "./way-back-view.ts";

const StepView = z
  .object({
    name: z.string(),
    title: z.string(),
    state: StepState,
    attempts: z.number().int(),
    needs: z.array(z.string()),
    after: z.array(z.string()),
    finishedAt: Instant.optional(),
    because: z.string().optional().meta({ description: "For a parked step the instruction to the operator" }),
    waitsUntil: Instant.optional().meta({ description: "When the step is looked at again" }),
    crossed: z.boolean().optional().meta({ description: "The effect may have landed after a cancel" }),
    duplicateRisk: z.string().optional(),
    before: z.unknown().optional(),
    evidence: z.unknown().optional().meta({ description: "What the tenant showed at the end" }),
  })
  .meta({ id: "Step" });

/** One line of the list. */
export const CaseSummary = z
  .object({
    caseId: z.string(),
    kind: CaseKind,
    status: CaseStatus,
    because: z.string().optional(),
    leaverId: z.string(),
    source: z.string(),
    startAt: Instant.optional(),
    openedAt: Instant,
    lockedOutAt: Instant.optional(),
    closedAt: Instant.optional(),
    lockoutSeconds: z.number().optional().meta({ description: "From the accepted notice, or the due time if later" }),
  })
  .meta({ id: "CaseSummary" });

/** One case, whole. */
export const CaseView = CaseSummary.extend({
  departure: Departure.optional(),
  acceptedAt: Instant,
  startedAt: Instant.optional(),
  wakeAt: Instant.optional(),
  planHash: z.string(),
  revision: z.number().int(),
  auditRows: z.number().int(),
  auditHead: z.string(),
  outbox: z.number().int().meta({ description: "Messages promised and not known to have been handled" }),
  report: Report.meta({ description: "What stays open, and what the case frees and costs, as far as it is known now" }),
  wayBack: WayBackView.optional().meta({
    description: "What a restore would give back; nothing is given back unasked",
  }),
  steps: z.array(StepView),
}).meta({ id: "Case" });

/** What the list shows of a case. */
export function summaryOf(record: CaseRecord): z.infer<typeof CaseSummary> {
  const lockout = lockoutMs(record);
  return {
    caseId: record.caseId,
    kind: record.kind,
    status: record.status,
    because: record.because,
    leaverId: record.leaverId,
    source: record.source,
    startAt: record.departure?.startAt,
    openedAt: record.openedAt,
    lockedOutAt: record.lockedOutAt,
    closedAt: record.closedAt,
    lockoutSeconds: lockout === undefined ? undefined : lockout / 1_000,
  };
}

/** What the page of one case shows. */
export function viewOf(file: CaseFile, steps: readonly Step[]): z.infer<typeof CaseView> {
  const { record } = file;
  const definitions = new Map<string, Step>(steps.map((step) => [step.name, step]));
  return {
    ...summaryOf(record),
    departure: record.departure,
    acceptedAt: record.acceptedAt,
    startedAt: record.startedAt,
    wakeAt: record.wakeAt,
    planHash: record.planHash,
    revision: record.revision,
    auditRows: record.seq,
    auditHead: record.head,
    outbox: file.outbox.length,
    report: reportOf(file.steps),
    wayBack: wayBackView(file, steps),
    steps: file.steps.map((step) => ({
      name: step.name,
      title: definitions.get(step.name)?.title ?? step.name,
      state: step.state,
      attempts: step.attempts,
      needs: step.needs,
      after: step.after,
      finishedAt: step.finishedAt,
      because: step.because,
      waitsUntil: step.state === "waiting" ? waitsUntil(file, step.name) : undefined,
      crossed: step.crossed,
      duplicateRisk: definitions.get(step.name)?.duplicateRisk,
      before: step.before,
      evidence: step.evidence,
    })),
  };
}

/** The message that looks again is promised in the outbox. */
function waitsUntil({ outbox }: CaseFile, name: string): Instant | undefined {
  return outbox.find(({ body }) => body.kind === "step" && body.step === name)?.notBefore;
}

import { z } from "zod";
import type { StepRecord } from "./case.ts";
import { Cost, Risk, Seat } from "./risk.ts";

/** What stays open after a case, and what it frees and costs: gathered from what the steps showed. */
export const Report = z.object({
  risks: z.array(Risk),
  seats: z.array(Seat),
  costs: z.array(Cost),
});
export type Report = z.infer<typeof Report>;

const Contribution = Report.partial();

/** The residual-risk list and the money report as the evidence has them now (REQ-31, REQ-32, R-22, R-54, R-55). */
export function reportOf(steps: readonly StepRecord[]): Report {
  const parts = steps.map((step) => Contribution.safeParse(step.evidence ?? {}).data ?? {});
  return {
    risks: parts.flatMap(({ risks = [] }) => risks),
    seats: parts.flatMap(({ seats = [] }) => seats),
    costs: parts.flatMap(({ costs = [] }) => costs),
  };
}

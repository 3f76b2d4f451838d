import { z } from "zod";
import { CaseSettings } from "../../shared/domain/case-settings.ts";
import { TerminationType } from "../../shared/domain/policy.ts";
import { Report } from "../../shared/domain/report.ts";

const Words = z.string().trim().min(1).max(100);

/** Whom a plan is asked for, and what the HR system would say about them. */
export const PlanWord = z
  .strictObject({
    person: Words.meta({ description: "Object id, sign-in name or employee id" }),
    country: Words.optional(),
    department: Words.optional(),
    workerType: Words.optional(),
    terminationType: TerminationType.optional(),
  })
  .meta({ id: "PlanWord" });

const PlannedStep = z
  .object({
    name: z.string(),
    title: z.string(),
    section: z.string(),
    in: z.boolean(),
    because: z.string().optional().meta({ description: "Why it is out, or what the tenant shows" }),
    shows: z.enum(["reached", "different", "not-applicable", "unreadable"]).optional(),
    shown: z.unknown().optional(),
    stoppedBy: z.string().optional().meta({ description: "What would keep the change from being made now" }),
    approval: z.boolean(),
    destructive: z.boolean(),
  })
  .meta({ id: "PlannedStep" });

/** A plan that nobody has started. */
export const PlanView = z
  .object({
    leaverId: z.string(),
    protected: z.boolean().meta({ description: "True: no case about this person would be opened" }),
    planHash: z.string(),
    settings: CaseSettings,
    rules: z.array(z.string()),
    custodianId: z.string().optional(),
    steps: z.array(PlannedStep),
    report: Report,
  })
  .meta({ id: "Plan" });

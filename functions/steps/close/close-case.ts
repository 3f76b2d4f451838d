import { z } from "zod";
import { isFinished } from "../../../shared/domain/case.ts";
import { hashOf } from "../../../shared/domain/hash.ts";
import { reportOf } from "../../../shared/domain/report.ts";
import { defineStep, sections } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Steps by outcome. */
  outcomes: z.record(z.string(), z.number().int()),
  /** How many residual risks the case leaves behind; they stand in the evidence of the steps that found them. */
  residualRisks: z.number().int(),
  /** Hash over all evidence of the case, so that a later change of a step row shows. */
  seal: z.string(),
});

/** Seals the evidence: every other step was seen finished, and the hash over what was seen goes into the chain. */
export const closeCase = defineStep({
  name: "close-case",
  title: "Close the case",
  section: "close",
  kinds: ["leaver", "retention"],
  needsSections: sections,
  chain: 0,
  shows: Shown,

  async observe({ steps }) {
    const others = steps.filter((step) => step.name !== "close-case");
    const outcomes = Object.fromEntries(
      [...Map.groupBy(others, (step) => step.state)].map(([state, group]) => [state, group.length]),
    );
    const seal = hashOf(others.map((step) => [step.name, step.state, step.evidence ?? null]));
    const shown = { outcomes, residualRisks: reportOf(others).risks.length, seal };
    const open = others.filter((step) => !isFinished(step));
    if (open.length === 0) return { kind: "reached", shown };
    return { kind: "different", shown, because: `${open.length} steps are open` };
  },
});

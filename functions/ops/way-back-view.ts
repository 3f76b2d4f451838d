import { z } from "zod";
import type { CaseFile } from "../../shared/domain/case.ts";
import { wayBackOf } from "../../shared/domain/restore-plan.ts";
import type { Step } from "../../shared/domain/step.ts";

export const WayBackSteps = z.array(
  z
    .object({
      step: z.string(),
      title: z.string(),
      back: z.boolean().meta({ description: "False: it cannot be given back, `because` says why" }),
      because: z.string().optional(),
    })
    .meta({ id: "WayBackStep" }),
);

/** What a restore would give back of a case, and the call that orders it. */
export const WayBackView = z
  .object({
    call: z.string(),
    body: z.object({
      people: z.array(z.object({ person: z.string() })),
      operator: z.string(),
      reason: z.string(),
    }),
    steps: WayBackSteps,
  })
  .meta({ id: "WayBack" });

/** Undefined for a restore, and while nothing was changed: then a cancel leaves nothing. */
export function wayBackView(file: CaseFile, steps: readonly Step[]): z.infer<typeof WayBackView> | undefined {
  if (file.record.kind === "restore") return undefined;
  const back = wayBackOf(steps, [file]);
  if (back.length === 0) return undefined;
  const body = { people: [{ person: file.record.leaverId }], operator: "who orders it", reason: "why" };
  return { call: "POST /api/restores", body, steps: [...back] };
}

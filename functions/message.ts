import { z } from "zod";
import { CaseId, StepName } from "../shared/domain/ids.ts";

const DeliveryId = z.object({ partition: z.string(), row: z.string() });

/** Bodies of the messages that wake functions. Only the body is trusted, never trigger metadata (section 6). */
export const StepMessage = z.object({
  kind: z.literal("step"),
  caseId: CaseId,
  step: StepName,
  generation: z.number().int().positive(),
});
export const WakeMessage = z.object({ kind: z.literal("wake"), caseId: CaseId, dueKey: z.string() });
export const DeliveryMessage = z.object({
  kind: z.literal("delivery"),
  delivery: DeliveryId,
  dueKey: z.string().optional(),
});

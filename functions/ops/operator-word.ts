import { z } from "zod";

/** Who acts, and why. Both go on the audit row, for ever: a work account or a badge number, no private data. */
export const OperatorWord = z
  .strictObject({
    operator: z.string().trim().min(1).max(100),
    reason: z.string().trim().min(3).max(500),
  })
  .meta({ id: "OperatorWord" });

import { z } from "zod";

const CheckResult = z
  .object({
    id: z.string(),
    status: z.enum(["ok", "warning", "error", "skipped"]),
    found: z.string(),
    todo: z.string().optional().meta({ description: "What to do about it" }),
    ms: z.int().meta({ description: "Real milliseconds that the check took" }),
  })
  .meta({ id: "HealthCheck" });
export type CheckResult = z.infer<typeof CheckResult>;

/** What all checks found, as `GET /api/health` answers it and `npm run doctor` prints it. */
export const HealthReport = z
  .object({
    healthy: z.boolean().meta({ description: "True: no check found an error; there may be warnings" }),
    at: z.iso.datetime(),
    checks: z.array(CheckResult),
  })
  .meta({ id: "HealthReport" });
export type HealthReport = z.infer<typeof HealthReport>;

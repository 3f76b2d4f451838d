import type { HttpResponseInit } from "@azure/functions";
import type { HealthReport } from "../../shared/health/report.ts";

export interface HealthPort {
  /** Looks at everything that Leaver needs. Never throws for what it finds. */
  readonly health: () => Promise<HealthReport>;
}

/** `GET /api/health`: 200 when nothing is broken, else 503, with the report in both, so that a monitor needs no JSON. */
export function healthHandler({ health }: HealthPort): () => Promise<HttpResponseInit> {
  return async () => {
    const report = await health();
    return { status: report.healthy ? 200 : 503, headers: { "cache-control": "no-store" }, jsonBody: report };
  };
}

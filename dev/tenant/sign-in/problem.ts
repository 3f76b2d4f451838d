import { randomUUID } from "node:crypto";
import type { Answer } from "../http/exchange.ts";

/** An error of the sign-in service, in its own shape. */
export type Problem = Answer & { readonly status: 400 | 401 };

export function problem(status: 400 | 401, error: string, number: number, message: string): Problem {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
    },
  };
}

import { createHash } from "node:crypto";
import type { CaseId } from "../../domain/ids.ts";

/** Name of the property that carries the trace over Service Bus, and by which the Functions host goes on with it. */
export const diagnosticId = "Diagnostic-Id";

/**
 * The W3C `traceparent` of a case: always the same, so that everything about a case is one trace, however many messages,
 * processes and weeks lie in between, and messages that are sent twice are still the same.
 *
 * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-end-to-end-tracing (Diagnostic-Id)
 */
export function traceParentOf(caseId: CaseId): string {
  const hash = createHash("sha256").update(caseId).digest("hex");
  return `00-${hash.slice(0, 32)}-${hash.slice(32, 48)}-01`;
}

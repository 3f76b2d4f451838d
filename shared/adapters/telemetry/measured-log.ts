import type { Meter } from "@opentelemetry/api";
import type { Log } from "../../domain/ports/log.ts";

/**
 * A log that counts what it writes: the metrics of Leaver are made of its log lines, so that both say the same. Attributes
 * are names of steps, outcomes and kinds of cases: never ids, so that the number of series stays small.
 */
export function measuredLog(log: Log, meter: Meter): Log {
  const lockout = meter.createHistogram("leaver.lockout.duration", {
    unit: "s",
    description: "From the accepted notice, or its due time if later, to the confirmed lockout",
  });
  const steps = meter.createCounter("leaver.steps", { description: "Attempts at steps, by outcome" });
  const throttled = meter.createCounter("leaver.throttled", { description: "Calls that a service put off" });
  const woken = meter.createCounter("leaver.sweep.woken", { description: "Due entries that a sweep woke" });
  const lag = meter.createHistogram("leaver.sweep.lag", {
    unit: "s",
    description: "How long the oldest entry that a sweep woke was due",
  });
  return (entry) => {
    log(entry);
    const { event, step, outcome, kind } = entry;
    if (event === "step-ended") steps.add(1, { step, outcome, kind });
    if (event === "step-ended" && typeof entry.lockoutMs === "number") lockout.record(entry.lockoutMs / 1_000);
    if (event === "step-put-off") throttled.add(1, { step });
    if (event === "swept" && typeof entry.woken === "number") woken.add(entry.woken);
    if (event === "swept" && typeof entry.lagMs === "number") lag.record(entry.lagMs / 1_000);
  };
}

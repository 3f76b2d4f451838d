import { LeaverError } from "../domain/errors.ts";
import { type Check, type Finding, failed, usualLimitMs } from "./check.ts";
import type { CheckResult, HealthReport } from "./report.ts";

/** Runs all checks beside each other, each with its own time limit: one that hangs or breaks hides none of the others. */
export async function runChecks(checks: readonly Check[]): Promise<HealthReport> {
  const results = await Promise.all(checks.map(timed));
  const healthy = results.every(({ status }) => status !== "error");
  return { healthy, at: new Date().toISOString(), checks: results };
}

async function timed(check: Check): Promise<CheckResult> {
  const started = performance.now();
  const finding = await withinLimit(check);
  return { id: check.id, ...finding, ms: Math.round(performance.now() - started) };
}

async function withinLimit(check: Check): Promise<Finding> {
  const limitMs = check.limitMs ?? usualLimitMs;
  const { promise: late, resolve } = Promise.withResolvers<Finding>();
  const timer = setTimeout(() => {
    resolve(failed(`no answer within ${limitMs / 1000} s`, "See that the service is up and can be reached from here"));
  }, limitMs);
  try {
    return await Promise.race([Promise.resolve().then(() => check.look()), late]);
  } catch (error) {
    return unexpected(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Errors of the product are instructions already. Others may quote what they were given: only their names are told. */
function unexpected(error: unknown): Finding {
  if (error instanceof LeaverError)
    return failed(withoutResume(error.message), "Do what it says, then run the check again");
  const name = error instanceof Error ? error.name : "an unknown error";
  return failed(`the check itself failed (${name})`, "Look in the log of the app, and report this if it stays");
}

/** Messages are written for parked cases; nothing is parked here. */
function withoutResume(message: string): string {
  return message.replace(/,? then resume\b.*$/, "");
}

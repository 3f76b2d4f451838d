import { setTimeout as delay } from "node:timers/promises";
import { steps } from "../../functions/steps.ts";
import { bambooHrWebhook } from "../stack/hr-sender.ts";
import { Scene } from "../stack/scene.ts";
import { startStack } from "../stack/stack.ts";

/** Reading the person at the HR source, and matching them in the directory: before any step. */
const callsOfOpening = 2;

export interface LockoutFigures {
  readonly latencyMs: number;
  readonly callsOnCriticalPath: number;
  readonly criticalPathMs: number;
  /** Measured by the product, from the accepted notice to the confirmed lockout; first run left out. */
  readonly lockoutMs: readonly number[];
}

/**
 * Time-to-lockout of one case at a time, against the least that the rules allow: the longest chain of tenant calls that
 * have to follow each other, times the latency of one.
 */
export async function measureLockout(
  latencyMs: number,
  runs: number,
  progress: (text: string) => void,
): Promise<LockoutFigures> {
  const stack = await startStack({ latencyMs, people: runs + 1 });
  try {
    const scene = new Scene(stack);
    const lockoutMs: number[] = [];
    for (let run = 0; run <= runs; run += 1) {
      const who = `extra${String(run + 1).padStart(4, "0")}`;
      // At any moment of a second: the directory's clock has whole ones, and the run before ended on one of them.
      await delay(Math.random() * 1_000);
      scene.terminate(who, scene.day(-2));
      await scene.send(bambooHrWebhook(scene.hrId(who)));
      await scene.workedOff([who], 60);
      const [only] = await scene.casesOf(who);
      progress(
        `lockout: run ${run} of ${runs}, ${only?.lockoutSeconds} s${run === 0 ? " (not counted: connections and sign-in)" : ""}`,
      );
      if (run > 0 && only?.lockoutSeconds !== undefined) lockoutMs.push(only.lockoutSeconds * 1_000);
    }
    const callsOnCriticalPath = callsOfOpening + longestChain("confirm-lockout");
    return { latencyMs, callsOnCriticalPath, criticalPathMs: callsOnCriticalPath * latencyMs, lockoutMs };
  } finally {
    await stack.stop();
  }
}

/** Tenant calls on the longest way through the plan to the end of this step. */
export function longestChain(name: string): number {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`There is no step ${name}`);
  return step.chain + Math.max(0, ...[...step.needs, ...step.after].map(longestChain));
}

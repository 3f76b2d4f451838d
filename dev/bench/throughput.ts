import { setTimeout as delay } from "node:timers/promises";
import { bambooHrWebhook } from "../stack/hr-sender.ts";
import { Scene } from "../stack/scene.ts";
import { startStack } from "../stack/stack.ts";

export interface ThroughputFigures {
  readonly cases: number;
  readonly acceptedMs: number;
  readonly totalMs: number;
  readonly casesPerSecond: number;
  readonly lockoutMs: readonly number[];
}

/** Many cases at once, without latency at the tenant: how much the product itself, the broker and the tables can take. */
export async function measureThroughput(cases: number, progress: (text: string) => void): Promise<ThroughputFigures> {
  const stack = await startStack({
    people: cases,
    // The lockout alone, of more people than any breaker would let pass.
    policy: { defaults: { end: "suspend" }, breaker: { people: cases + 1, share: 1, lockout: "stop" } },
  });
  try {
    const scene = new Scene(stack);
    const people = Array.from({ length: cases }, (_, index) => `extra${String(index + 1).padStart(4, "0")}`);
    for (const who of people) scene.terminate(who, scene.day(-2));
    const startedAt = performance.now();
    await Promise.all(people.map((who) => scene.send(bambooHrWebhook(scene.hrId(who)))));
    const acceptedMs = performance.now() - startedAt;
    const closed = () => stack.host.stats()["close-case"]?.succeeded ?? 0;
    while (closed() < cases) {
      if (performance.now() - startedAt > 300_000)
        throw new Error(`Only ${closed()} of ${cases} cases closed in five minutes`);
      progress(
        `throughput: ${closed()} of ${cases} cases closed after ${Math.round((performance.now() - startedAt) / 1_000)} s`,
      );
      await delay(250);
    }
    const totalMs = performance.now() - startedAt;
    const lockouts = (await scene.ops.list()).map((one) => (one.lockoutSeconds ?? Number.NaN) * 1_000);
    return { cases, acceptedMs, totalMs, casesPerSecond: (cases * 1_000) / totalMs, lockoutMs: lockouts };
  } finally {
    await stack.stop();
  }
}

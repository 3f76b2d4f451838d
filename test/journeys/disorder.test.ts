import { expect, test } from "vitest";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { aStack, generated } from "./a-stack.ts";
import { lastViolations } from "./invariants.ts";

const stack = aStack({ people: 20 });
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`every message twice and out of order leaves the same end and the same effects (seed ${seed})`, async () => {
  const [orderly, disturbed] = [generated(1, 10), generated(11, 10)];
  const { scene, stack: local } = stack.here;
  const terminate = async (who: string) => {
    scene.terminate(who, scene.day(-2));
    await scene.send(bambooHrWebhook(scene.hrId(who)));
  };
  await Promise.all(orderly.map(terminate));
  await scene.workedOff(orderly, 30);

  // Slow enough that the second delivery meets the first one in the middle of its change.
  local.tenant.setLatency(40);
  local.broker.faults.add({ at: "deliver", fault: { kind: "deliver-twice" } });
  local.broker.faults.add({ at: "deliver", fault: { kind: "shuffle", seed } });
  await Promise.all(disturbed.map(terminate));
  await scene.workedOff(disturbed, 30);
  await local.clock.advance(60_000);
  await local.host.idle();
  local.broker.faults.clear();

  expect(await lastViolations(stack.here, [...orderly, ...disturbed])).toEqual([]);
  expect(disturbed.map((who) => scene.effectsOn(who).toSorted().length)).toEqual(
    orderly.map((who) => scene.effectsOn(who).length),
  );
  const deliveries = Object.entries(local.broker.operations()).filter(([name]) => name.startsWith("deliveries steps"));
  const delivered = deliveries.reduce((sum, [, count]) => sum + count, 0);
  expect(delivered, "the disturbance took place").toBeGreaterThanOrEqual(10 * 11 + 10 * 11 * 2);
});

import { seededRandom } from "../seeded-random.ts";

interface Rule<Fault> {
  readonly share?: number | undefined;
  readonly nth?: number | undefined;
  readonly times?: number | undefined;
  readonly faults: readonly Fault[];
}

/**
 * Decides for one rule, operation by operation, whether it strikes and with which fault. Call it once for each
 * operation that the rule is for: it counts.
 */
export function strikes<Fault>(rule: Rule<Fault>, seed: number): () => Fault | undefined {
  const random = seededRandom(seed);
  let seen = 0;
  let struck = 0;
  return () => {
    seen += 1;
    const lucky = rule.share === undefined || random() < rule.share;
    if (!lucky || (rule.nth !== undefined && rule.nth !== seen) || struck >= (rule.times ?? Number.POSITIVE_INFINITY)) {
      return undefined;
    }
    struck += 1;
    return rule.faults[Math.floor(random() * rule.faults.length)];
  };
}

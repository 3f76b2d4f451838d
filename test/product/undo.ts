import { settingsFor } from "../../shared/domain/policy.ts";
import { type Product, stepNamed } from "./product.ts";
import { now } from "./virtual-time.ts";

/** Gives back what a finished step of this person replaced, from what stands on the ledger. */
export async function undo(product: Product, who: string, name: string): Promise<void> {
  const { record, steps } = await product.leaver(who).file();
  const [step, before] = [stepNamed(name), steps.find((one) => one.name === name)?.before];
  const { tenant, policy, until } = product.ports;
  const input = {
    case: record,
    leaver: { id: record.leaverId },
    before,
    since: now(),
    steps,
    tenant,
    policy,
    settings: record.settings ?? settingsFor(policy, {}),
    leaving: async () => false,
    clock: { now, until },
  };
  await step.undo?.(input, step.shows.parse(before));
}

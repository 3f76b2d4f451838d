import { stepInput } from "../../shared/domain/step-input.ts";
import { type Product, stepNamed } from "./product.ts";

/** Gives back what a finished step of this person replaced, from what stands on the ledger. */
export async function undo(product: Product, who: string, name: string): Promise<void> {
  const file = await product.leaver(who).file();
  const step = stepNamed(name);
  const input = stepInput(step, file, product.ports);
  await step.undo?.(input, step.shows.parse(input.before));
}

import type { Product } from "./product.ts";
import { clock, day } from "./virtual-time.ts";

/** Lets time pass until so many milliseconds before an instant, and sweeps there. */
export async function sweepAt(product: Product, instant: string, beforeMs = 0): Promise<void> {
  await clock.advance(Math.max(0, Date.parse(instant) - beforeMs - Date.now()));
  await product.sweep();
}

/** Clara, who leaves in some days, with her case scheduled. */
export async function scheduled(product: Product, inDays = 30) {
  product.terminate("clara", day(inDays));
  await product.told("clara");
  const clara = product.leaver("clara");
  return { clara, startAt: (await clara.record()).departure?.startAt ?? "", dueKey: (await clara.record()).dueKey };
}

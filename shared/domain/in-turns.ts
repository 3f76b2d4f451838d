import { together } from "./together.ts";

/** Calls beside each other: few enough for the limits of every service. */
const usualWidth = 4;

/** Does the same for many things, some at a time, in their order; the first failure ends it after its turn (P6). */
export async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  width = usualWidth,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += width) {
    results.push(...(await together(items.slice(start, start + width).map(work))));
  }
  return results;
}

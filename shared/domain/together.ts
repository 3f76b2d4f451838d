/**
 * The results of work that goes on side by side, when all of it has ended. Unlike `Promise.all` alone it does not leave
 * the rest running when one part fails: nothing of a step may land at the tenant after its end was written (P6).
 *
 * @throws what the first part threw that failed
 */
export async function together<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}

/** What was waited for took too long. It may still happen. */
export class TimedOutError extends Error {
  override readonly name = "TimedOutError";
}

/**
 * The work's own outcome, or {@link TimedOutError} after `ms` milliseconds of real time. The work itself goes on; a
 * failure that comes too late is dropped here, because its caller has answered by then.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOutError(`No answer within ${ms} ms`)), Math.max(ms, 0));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

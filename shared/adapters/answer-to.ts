import { retryAfterMs } from "./service-answer.ts";

interface Call<A> {
  /** It changes nothing, so that it may be put twice. */
  readonly question: boolean;
  /** How long an answer is waited for, in milliseconds of real time. */
  readonly timeoutMs: number;
  /** Makes the call; throws when there was no answer. */
  readonly make: (signal: AbortSignal) => Promise<A>;
}

/**
 * The answer of a service to a call. A question is put once more, at once, where a broken connection or a 5xx without `Retry-After` came
 * instead of an answer: another server may answer, and a lockout goes on without a wait (ADR 0021). What the
 * service asks for is kept, and silence up to the time limit is not repeated.
 *
 * @throws what `make` throws
 */
export async function answerTo<A extends { readonly status: number; readonly headers: Headers }>({
  question,
  timeoutMs,
  make,
}: Call<A>): Promise<A> {
  const signal = AbortSignal.timeout(timeoutMs);
  if (!question) return await make(signal);
  try {
    const answer = await make(signal);
    if (answer.status < 500 || retryAfterMs(answer.headers.get("Retry-After")) !== undefined) return answer;
  } catch (error) {
    if (signal.aborted) throw error;
  }
  return await make(signal);
}

import { randomUUID } from "node:crypto";

/** How long a subscriber may take for an answer. Real milliseconds. */
export const answerWithinMs = 10_000;

/** What a subscriber answered; 0: nothing within the time, or no connection. */
export type SubscriberStatus = number;

/** Posts items to a subscriber, as one body. */
export async function postItems(
  url: string,
  items: readonly Record<string, unknown>[],
  stop: AbortSignal,
): Promise<SubscriberStatus> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ value: items }),
      redirect: "manual",
      signal: AbortSignal.any([stop, AbortSignal.timeout(answerWithinMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Nobody there, or too slow: the sender cannot tell and tries again either way.
    return 0;
  }
}

/** The handshake: the subscriber echoes a token as plain text. Undefined: it did. */
export async function handshakeProblem(url: string, stop: AbortSignal): Promise<string | undefined> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`;
  const address = new URL(url);
  address.searchParams.set("validationToken", token);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      redirect: "manual",
      signal: AbortSignal.any([stop, AbortSignal.timeout(answerWithinMs)]),
    });
    const body = await response.text();
    if (response.status !== 200) return `The server committed a protocol violation: status ${response.status}.`;
    if (!response.headers.get("content-type")?.startsWith("text/plain")) return "The content type is not text/plain.";
    return body === token ? undefined : "Response must exactly match the validationToken query parameter.";
  } catch {
    return `No answer within ${answerWithinMs / 1000} seconds.`;
  }
}

import { NeedsPersonError, TryLaterError } from "../../domain/errors.ts";
import { retryAfterMs } from "../service-answer.ts";

/** Longest wait for an HR system, in milliseconds of real time. */
const TIMEOUT_MS = 10_000;

/** How a question differs from a plain GET. */
export interface Question {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST: some vendors ask for reads in that way. */
  readonly json?: unknown;
  /** Sent by POST as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Longest wait, in milliseconds of real time. */
  readonly timeoutMs?: number;
}

/** The HR system does not take the key, or not for this. */
export class KeyRefusedError extends NeedsPersonError {}

/**
 * The JSON that an HR system answers, to be parsed before use; undefined for 404. Redirects are not followed: they
 * would let an answer choose where the key goes (P12).
 *
 * @param authorization value of the `authorization` header
 * @throws {TryLaterError} 408, 425, 429, 5xx, no connection or no answer in time; with what `Retry-After` asks for
 * @throws {NeedsPersonError} it refuses the key, or answers in a way that time does not heal
 */
export async function readJson(url: URL, authorization: string, timeoutMs: number = TIMEOUT_MS): Promise<unknown> {
  return await askJson(url, { headers: { authorization }, timeoutMs });
}

/** As `readJson`, for questions of any kind. */
export async function askJson(url: URL, question: Question): Promise<unknown> {
  const { response, text } = await ask(url, question);
  if (response.ok) return parse(text);

  const { status } = response;
  if (status === 404) return undefined;
  if (status === 401 || status === 403) {
    throw new KeyRefusedError(`The HR system refused the lookup key (${status}): check the key and its permissions`);
  }
  if (status >= 500 || [408, 425, 429].includes(status)) {
    throw new TryLaterError(`The HR system asked for patience (${status})`, {
      afterMs: retryAfterMs(response.headers.get("retry-after")),
    });
  }
  throw new NeedsPersonError(`The HR system answered ${status} to the lookup: check the address of the lookup`);
}

async function ask(url: URL, { headers = {}, json, form, timeoutMs = TIMEOUT_MS }: Question) {
  const content = json === undefined ? undefined : { "content-type": "application/json" };
  const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
  try {
    const response = await fetch(url, {
      ...(body !== undefined && { method: "POST", body }),
      headers: { accept: "application/json", ...content, ...headers },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { response, text: await response.text() };
  } catch (cause) {
    throw new TryLaterError("The HR system did not answer", { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: it quotes the answer, which is about a person.
    throw new NeedsPersonError("The HR system did not answer in JSON: check the address of the lookup");
  }
}

import type { z } from "zod";
import { type RestorePerson, RestoreResults, SignInView, type SignInWord } from "../../functions/ops/restore-view.ts";

export type Person = z.input<typeof RestorePerson>;
export type Result = z.infer<typeof RestoreResults>["results"][number];

/** Where the operator's API is, and the key to it. */
export interface Api {
  /** Without `/api`. */
  readonly url: string;
  readonly key: string;
}

interface Order {
  readonly operator: string;
  readonly reason: string;
  readonly dryRun: boolean;
}

/** The API takes so many people in one call. */
const mostAtOnce = 50;

/** The API refused the whole call: nothing was done by it. */
export class CallRefusedError extends Error {
  override readonly name = "CallRefusedError";
}

/** Orders restores, in as many calls as it takes; who failed is asked for once more, one at a time (REQ-66). */
export async function orderRestores(api: Api, people: readonly Person[], order: Order): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < people.length; start += mostAtOnce)
    results.push(...(await orderSome(api, people.slice(start, start + mostAtOnce), order)));
  for (const [index, result] of results.entries()) {
    const person = people[index];
    if (result.outcome !== "failed" || person === undefined) continue;
    const [again] = await orderSome(api, [person], order);
    if (again !== undefined) results[index] = again;
  }
  return results;
}

async function orderSome(api: Api, people: readonly Person[], order: Order): Promise<readonly Result[]> {
  const answer = await post(api, "restores", { ...order, people });
  return RestoreResults.parse(answer).results;
}

/** Asks for a way to sign in. The answer holds its only copy. */
export async function askForSignIn(api: Api, caseId: string, word: z.input<typeof SignInWord>) {
  return SignInView.parse(await post(api, `cases/${encodeURIComponent(caseId)}/sign-in`, word));
}

async function post({ url, key }: Api, path: string, body: object): Promise<unknown> {
  const answer = await fetch(new URL(`/api/${path}`, url), {
    method: "POST",
    headers: { "content-type": "application/json", "x-functions-key": key },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  throw new CallRefusedError(`${answer.status} ${detailIn(text)}`);
}

function detailIn(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? "";
  } catch {
    return "";
  }
}

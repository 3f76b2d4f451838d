import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import type { CaseSummary, CaseView } from "../../functions/ops/case-view.ts";
import type { RestorePerson, RestoreResults } from "../../functions/ops/restore-view.ts";
import { local } from "./settings.ts";

/** Storage that does not answer is a 503, which an operator would meet with another try. */
const mostTries = 8;

export type CaseAsShown = z.infer<typeof CaseView>;
export type CaseInList = z.infer<typeof CaseSummary>;
export type RestoreOrder = z.input<typeof RestorePerson>;
export type RestoreResult = z.infer<typeof RestoreResults>["results"][number];

/** The operator's API, as an operator would call it. */
export class OpsClient {
  readonly #url: string;

  constructor(hostUrl: string) {
    this.#url = `${hostUrl}/api`;
  }

  /**
   * Cases, newest first.
   *
   * @param top so many at a time
   * @param enough told what is there after each page; every case is read by default
   */
  async list(
    top = 100,
    enough: (cases: readonly CaseInList[]) => boolean = () => false,
  ): Promise<readonly CaseInList[]> {
    const cases: CaseInList[] = [];
    let continuation: string | undefined;
    do {
      const query = continuation === undefined ? "" : `&continuation=${encodeURIComponent(continuation)}`;
      const page = (await this.#call("GET", `/cases?top=${top}${query}`)) as {
        cases: CaseInList[];
        continuation?: string;
      };
      cases.push(...page.cases);
      continuation = page.continuation;
    } while (continuation !== undefined && !enough(cases));
    return cases;
  }

  /** The person's cases, newest first. */
  async casesOf(leaverId: string): Promise<readonly CaseInList[]> {
    return ((await this.#call("GET", `/cases?leaverId=${leaverId}`)) as { cases: CaseInList[] }).cases;
  }

  async show(caseId: string): Promise<CaseAsShown> {
    return (await this.#call("GET", `/cases/${caseId}`)) as CaseAsShown;
  }

  /** @throws when the product answers with a problem; the message has its status, title and detail */
  async act(
    caseId: string,
    what: "start" | "cancel" | "resume" | "approve",
    reason: string,
    step?: string,
  ): Promise<CaseAsShown> {
    return (await this.#call("POST", `/cases/${caseId}/${what}`, {
      operator: "demo",
      reason,
      ...(step && { step }),
    })) as CaseAsShown;
  }

  /** Orders people to be given everything back: one result for each. */
  async restore(people: readonly RestoreOrder[], reason: string): Promise<readonly RestoreResult[]> {
    const word = { operator: "demo", reason, people };
    return ((await this.#call("POST", "/restores", word)) as { results: RestoreResult[] }).results;
  }

  /** Gives a restored person a way to sign in; whoever calls has to hand it over. */
  async giveSignIn(caseId: string, reason: string): Promise<void> {
    await this.#call("POST", `/cases/${caseId}/sign-in`, { operator: "demo", reason, way: "password" });
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(`${this.#url}${path}`, {
        method,
        headers: { "x-functions-key": local.functionKey, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text);
      // An answer may have been lost after the work was done: the repetition is refused then, and the case tells.
      if (answer.status === 409 && attempt > 1) return await this.#call("GET", path.slice(0, path.lastIndexOf("/")));
      if (answer.status < 500 || attempt === mostTries)
        throw new Error(`${method} /api${path}: ${answer.status} ${text}`);
      await delay(200);
    }
  }
}

import type { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { answerTo } from "../answer-to.ts";
import type { SignIn } from "../sign-in.ts";
import { refusal, translated } from "./errors.ts";
import { administrationOf, isSharePoint } from "./hosts.ts";

/** One call to a site, or to the administration that the site belongs to. */
export interface SiteCall {
  /** Address of the site. */
  readonly site: string;
  /** Asked of the administration about this site, not of the site itself. */
  readonly administration?: boolean;
  readonly method: "GET" | "POST" | "MERGE";
  /** Below `/_api/`, encoded. */
  readonly path: string;
  readonly body?: object;
  /** Subject of the sentence when it fails. */
  readonly what: string;
}

/**
 * SharePoint's own REST interface. It takes app-only tokens that were got with a certificate. No change is
 * repeated, a question once; no redirects. Throws `TryLaterError`, `NeedsPersonError` and `NotFoundError`.
 */
export class SharePointSiteApi {
  readonly #local: string | undefined;
  readonly #signIn: SignIn;
  readonly #timeoutMs: number;

  /** @param local origin that stands for every host of SharePoint, as in the local stack */
  constructor(options: { local: string | undefined; signIn: SignIn; timeoutMs?: number }) {
    this.#local = options.local;
    this.#signIn = options.signIn;
    this.#timeoutMs = options.timeoutMs ?? 20_000;
  }

  /** Whether this is an address of SharePoint: nothing is asked anywhere else. */
  knows(address: string): boolean {
    return isSharePoint(address, this.#local);
  }

  /** What the call answered, parsed. */
  async ask<T>(call: SiteCall, shape: z.ZodType<T>): Promise<T> {
    const answer = shape.safeParse(await this.#call(call));
    if (answer.success) return answer.data;
    throw new TryLaterError(`${call.what} has to wait: the answer cannot be read`, { cause: answer.error });
  }

  async tell(call: SiteCall): Promise<void> {
    await this.#call(call);
  }

  async #call(call: SiteCall): Promise<unknown> {
    const base = call.administration ? administrationOf(call.site, this.#local) : call.site;
    if (base === undefined || !this.knows(base)) {
      throw new TryLaterError(`${call.what} has to wait: the address is not one of SharePoint`);
    }
    let answer = await this.#once(base, call);
    if (answer.status === 401) {
      this.#signIn.renew();
      answer = await this.#once(base, call);
    }
    if (answer.status >= 200 && answer.status < 300) return answer.text === "" ? undefined : json(answer.text);
    // A permission that a person grants now is in the next token only.
    if (answer.status === 403) this.#signIn.renew();
    throw translated(refusal(answer.status, answer.headers, answer.text), call.what);
  }

  async #once(base: string, { method, path, body, what }: SiteCall) {
    const token = await this.#signIn.token(new URL(base).origin);
    const merge = method === "MERGE";
    const send = async (signal: AbortSignal) => {
      const response = await fetch(`${base}/_api/${path}`, {
        method: merge ? "POST" : method,
        redirect: "manual",
        signal,
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: "application/json;odata=nometadata",
          "User-Agent": "NONISV|Leaver|Leaver/1.0",
          ...(body && { "Content-Type": `application/json;${merge ? "odata=nometadata" : "charset=utf-8"}` }),
          ...(merge && { "X-HTTP-Method": "MERGE", "IF-MATCH": "*" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    try {
      return await answerTo({ question: method === "GET", timeoutMs: this.#timeoutMs, make: send });
    } catch (cause) {
      throw new TryLaterError(`${what} has to wait: SharePoint does not answer`, { cause });
    }
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The shape of the answer decides.
    return undefined;
  }
}

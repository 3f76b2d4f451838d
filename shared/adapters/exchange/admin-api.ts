import { randomUUID } from "node:crypto";
import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { answerTo } from "../answer-to.ts";
import type { SignIn } from "../sign-in.ts";
import { refusal, translated } from "./errors.ts";

/** A value, a list, or a hash table that adds to a list or removes from it. */
export type Parameter = string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/** A cmdlet of Exchange Online and its parameters. `null` clears a value. */
export interface Cmdlet {
  readonly name: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Properties to answer with; all without it. */
  readonly select?: readonly string[];
  /** Subject of the sentence when it fails. */
  readonly what: string;
}

const Answer = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().nullish() });

/** The most that Exchange puts on a page (m365-operations 2.8). */
const pageSize = 1000;
/** More pages than that are a loop. */
const mostPages = 200;

/** The mailbox of the organisation itself, to which calls without a person are routed. */
const systemMailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

/**
 * The interface that the Exchange Online PowerShell module uses. Microsoft does not document it, so that nothing but this
 * folder knows it. No change is repeated, a question once; no redirects. Throws `TryLaterError`, `NeedsPersonError` and `NotFoundError`.
 */
export class ExchangeAdminApi {
  readonly #endpoint: string;
  readonly #tenantId: string;
  readonly #signIn: SignIn;
  readonly #timeoutMs: number;

  /** @param endpoint origin of Exchange; a token goes to this origin only */
  constructor(options: { endpoint: string; tenantId: string; signIn: SignIn; timeoutMs?: number }) {
    this.#endpoint = options.endpoint;
    this.#tenantId = options.tenantId;
    this.#signIn = options.signIn;
    this.#timeoutMs = options.timeoutMs ?? 20_000;
  }

  /** Runs a cmdlet and returns its objects as Exchange sent them: parse before use. One page: for one object. */
  async invoke(cmdlet: Cmdlet): Promise<readonly unknown[]> {
    return (await this.#page(cmdlet, this.#address(cmdlet))).value;
  }

  /** Runs a cmdlet that names many objects, and returns all of them: the same body goes to each next page. */
  async list(cmdlet: Cmdlet): Promise<readonly unknown[]> {
    const all: unknown[] = [];
    let next: string | undefined = this.#address(cmdlet);
    for (let pages = 0; next !== undefined; pages += 1) {
      if (pages === mostPages) throw new TryLaterError(`${cmdlet.what} found no end`);
      const page: z.infer<typeof Answer> = await this.#page(cmdlet, next);
      all.push(...page.value);
      next = page["@odata.nextLink"] ?? undefined;
      if (next !== undefined && !next.startsWith(`${this.#endpoint}/adminapi/`)) {
        throw new TryLaterError(`${cmdlet.what} was sent to another address for the next page`);
      }
    }
    return all;
  }

  #address({ select }: Cmdlet): string {
    const names = select === undefined ? "" : `?$select=${select.join(",")}`;
    return `${this.#endpoint}/adminapi/beta/${this.#tenantId}/InvokeCommand${names}`;
  }

  async #page(cmdlet: Cmdlet, url: string): Promise<z.infer<typeof Answer>> {
    let answer = await this.#once(cmdlet, url);
    if (answer.status === 401) {
      this.#signIn.renew();
      answer = await this.#once(cmdlet, url);
    }
    if (answer.status === 200) return parsed(answer.text, cmdlet);
    // A role that a person grants now is in the next token only.
    if (answer.status === 403) this.#signIn.renew();
    throw translated(refusal(answer.status, answer.headers, answer.text), cmdlet.what);
  }

  async #once(cmdlet: Cmdlet, url: string): Promise<{ status: number; headers: Headers; text: string }> {
    const token = await this.#signIn.token(this.#endpoint);
    const send = async (signal: AbortSignal) => {
      const response = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal,
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json; charset=utf-8",
          Accept: "application/json",
          "X-AnchorMailbox": `APP:${systemMailbox}@${this.#tenantId}`,
          "X-CmdletName": cmdlet.name,
          "X-ResponseFormat": "json",
          "parameter-based-routing": "true",
          Prefer: `odata.maxpagesize=${pageSize}`,
          "client-request-id": randomUUID(),
        },
        body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet.name, Parameters: cmdlet.parameters } }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    try {
      return await answerTo({ question: cmdlet.name.startsWith("Get-"), timeoutMs: this.#timeoutMs, make: send });
    } catch (cause) {
      throw new TryLaterError(`${cmdlet.what} has to wait: Exchange does not answer`, { cause });
    }
  }
}

function parsed(text: string, { what }: Cmdlet): z.infer<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause });
  }
}

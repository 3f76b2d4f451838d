import { randomUUID } from "node:crypto";
import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import type { SignIn } from "../sign-in.ts";
import { refusal, translated } from "./errors.ts";

/** A cmdlet of Exchange Online and its parameters. `null` clears a value. */
export interface Cmdlet {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string | boolean | null>>;
  /** Properties to answer with; all without it. */
  readonly select?: readonly string[];
  /** Subject of the sentence when it fails. */
  readonly what: string;
}

const Answer = z.object({ value: z.array(z.unknown()) });

/** The mailbox of the organisation itself, to which calls without a person are routed. */
const systemMailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

/**
 * The interface that the Exchange Online PowerShell module uses. Microsoft does not document it, so that nothing but this
 * folder knows it. No retries, no redirects. Throws `TryLaterError`, `NeedsPersonError` and `NotFoundError`.
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

  /** Runs a cmdlet and returns its objects as Exchange sent them: parse before use. */
  async invoke(cmdlet: Cmdlet): Promise<readonly unknown[]> {
    let answer = await this.#once(cmdlet);
    if (answer.status === 401) {
      this.#signIn.renew();
      answer = await this.#once(cmdlet);
    }
    if (answer.status === 200) return objects(answer.text, cmdlet);
    // A role that a person grants now is in the next token only.
    if (answer.status === 403) this.#signIn.renew();
    throw translated(refusal(answer.status, answer.headers, answer.text), cmdlet.what);
  }

  async #once(cmdlet: Cmdlet): Promise<{ status: number; headers: Headers; text: string }> {
    const token = await this.#signIn.token(this.#endpoint);
    const select = cmdlet.select === undefined ? "" : `?$select=${cmdlet.select.join(",")}`;
    const url = `${this.#endpoint}/adminapi/beta/${this.#tenantId}/InvokeCommand${select}`;
    try {
      const response = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(this.#timeoutMs),
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json; charset=utf-8",
          Accept: "application/json",
          "X-AnchorMailbox": `APP:${systemMailbox}@${this.#tenantId}`,
          "X-CmdletName": cmdlet.name,
          "X-ResponseFormat": "json",
          "parameter-based-routing": "true",
          "client-request-id": randomUUID(),
        },
        body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet.name, Parameters: cmdlet.parameters } }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (cause) {
      throw new TryLaterError(`${cmdlet.what} has to wait: Exchange does not answer`, { cause });
    }
  }
}

function objects(text: string, { what }: Cmdlet): readonly unknown[] {
  try {
    return Answer.parse(JSON.parse(text)).value;
  } catch (cause) {
    throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause });
  }
}

import {
  AuthenticationHandler,
  AuthenticationHandlerOptions,
  Client,
  type GraphRequest,
  HTTPMessageHandler,
  ResponseType,
  TelemetryHandler,
} from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { answerTo } from "../answer-to.ts";
import type { SignIn } from "../sign-in.ts";
import { refusal, translated } from "./errors.ts";
import { requireLink } from "./links.ts";
import type { Operation } from "./operations.ts";

const timeoutMs = 20_000;
/** 999 objects a page: more pages than that are a loop. */
const mostPages = 200;

const Page = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().optional() });

type Send = (request: GraphRequest) => Promise<Response>;

interface Call {
  /** It changes nothing. */
  readonly question: boolean;
  readonly send: Send;
}
type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

/**
 * Calls Microsoft Graph v1.0. It waits for nothing but the answer: no change is repeated, a question once, no redirects, 20 s per
 * call. All methods throw `TryLaterError`, `NeedsPersonError` and `NotFoundError`.
 */
export class GraphClient {
  readonly #client: Client;
  readonly #endpoint: string;
  readonly #signIn: SignIn;
  readonly #timeoutMs: number;

  /** @param endpoint origin of Graph; a token goes to this origin only */
  constructor(options: { endpoint: string; signIn: SignIn; timeoutMs?: number }) {
    this.#endpoint = options.endpoint;
    this.#signIn = options.signIn;
    this.#timeoutMs = options.timeoutMs ?? timeoutMs;
    const getAccessToken = () => this.#signIn.token(this.#endpoint);
    this.#client = Client.initWithMiddleware({
      baseUrl: options.endpoint,
      // Without RetryHandler, which sleeps, and RedirectHandler, which carries the request elsewhere.
      middleware: [new AuthenticationHandler({ getAccessToken }), new TelemetryHandler(), new HTTPMessageHandler()],
      // The client compares host names without the port.
      customHosts: new Set([new URL(options.endpoint).hostname]),
    });
  }

  /** One resource, parsed. */
  async get<T>(path: string, shape: z.ZodType<T>, operation: Operation): Promise<T> {
    return parsed(shape, await this.#ask(path, (request) => request.get(), operation), operation);
  }

  /** All pages of a list, each item parsed. */
  async list<T>(path: string, shape: z.ZodType<T>, operation: Operation): Promise<T[]> {
    return (await this.first(Number.POSITIVE_INFINITY, path, shape, operation)).items;
  }

  /** The first items of a list, in whole pages; `more`: there are others after them. */
  async first<T>(
    most: number,
    path: string,
    shape: z.ZodType<T>,
    operation: Operation,
  ): Promise<{ items: T[]; more: boolean }> {
    const items: T[] = [];
    let next: string | undefined = path;
    for (let pages = 0; next !== undefined && items.length < most; pages += 1) {
      if (pages === mostPages) throw new TryLaterError(`${operation.what} found no end`);
      const page: z.infer<typeof Page> = await this.get(next, Page, operation);
      items.push(...page.value.map((item) => parsed(shape, item, operation)));
      next = page["@odata.nextLink"];
      if (next !== undefined) next = this.own(next, operation);
    }
    return { items, more: next !== undefined };
  }

  /** Whether a link leads to this Graph: a token goes nowhere else. */
  owns(link: string): boolean {
    return link.startsWith(`${this.#endpoint}/v1.0/`);
  }

  /** A link that Graph gave, or that was kept. @throws {TryLaterError} it leads elsewhere */
  own(link: string, { what }: Operation): string {
    if (this.owns(link)) return link;
    throw new TryLaterError(`${what} was sent to another address for the next page`);
  }

  /** A `$count`, which Graph answers from an index that lags by minutes (m365-operations 2.7). */
  async count(path: string, operation: Operation): Promise<number> {
    const body = await this.#ask(path, (request) => request.header("ConsistencyLevel", "eventual").get(), operation);
    return parsed(z.int().min(0), body, operation);
  }

  async post(path: string, body: object | undefined, operation: Operation): Promise<void> {
    await this.#change(path, (request) => request.post(body), operation);
  }

  /** What a call made, parsed. */
  async create<T>(path: string, body: object, shape: z.ZodType<T>, operation: Operation): Promise<T> {
    return parsed(shape, await this.#change(path, (request) => request.post(body), operation), operation);
  }

  /**
   * Begins what the service then does by and by.
   *
   * @returns the address that tells how far it is; not one of Graph, and it takes no token
   */
  async start(path: string, body: object, operation: Operation): Promise<string> {
    const { headers } = await this.#answer(path, { question: false, send: (request) => request.post(body) }, operation);
    const location = headers.get("Location");
    if (location !== null) return location;
    throw new TryLaterError(`${operation.what} has to wait: the answer does not say where to look`);
  }

  async patch(path: string, body: object, operation: Operation): Promise<void> {
    await this.#change(path, (request) => request.patch(body), operation);
  }

  async put(path: string, body: object, operation: Operation): Promise<void> {
    await this.#change(path, (request) => request.put(body), operation);
  }

  /** @throws {RangeError} an entry of a relationship without `/$ref`: that would delete the object itself */
  async delete(path: string, operation: Operation): Promise<void> {
    requireLink(path);
    await this.#change(path, (request) => request.delete(), operation);
  }

  /** How a body names an object of the directory. */
  referenceTo(id: string): { readonly "@odata.id": string } {
    return { "@odata.id": `${this.#endpoint}/v1.0/directoryObjects/${encodeURIComponent(id)}` };
  }

  async #ask(path: string, send: Send, operation: Operation): Promise<unknown> {
    return (await this.#answer(path, { question: true, send }, operation)).body;
  }

  async #change(path: string, send: Send, operation: Operation): Promise<unknown> {
    return (await this.#answer(path, { question: false, send }, operation)).body;
  }

  async #answer(path: string, call: Call, operation: Operation): Promise<Answer> {
    let answer = await this.#once(path, call, operation);
    if (answer.status === 401) {
      this.#signIn.renew();
      answer = await this.#once(path, call, operation);
    }
    if (answer.status >= 200 && answer.status < 300) return answer;
    // A permission that a person grants now is in the next token only.
    if (answer.status === 403) this.#signIn.renew();
    throw translated(refusal(answer.status, answer.headers, answer.body), operation);
  }

  async #once(path: string, { question, send }: Call, { what, prefer }: Operation): Promise<Answer> {
    // Asked for here, since the client would wrap what a failed sign-in says.
    const token = await this.#signIn.token(this.#endpoint);
    const make = async (signal: AbortSignal) => await read(await send(this.#request(path, token, signal, prefer)));
    try {
      return await answerTo({ question, timeoutMs: this.#timeoutMs, make });
    } catch (cause) {
      throw new TryLaterError(`${what} has to wait: Microsoft Graph does not answer`, { cause });
    }
  }

  #request(path: string, token: string, signal: AbortSignal, prefer: string | undefined): GraphRequest {
    const request = this.#client
      .api(path)
      // The client's own handling of answers loses Retry-After where the body is not JSON: RAW leaves the answer alone.
      .responseType(ResponseType.RAW)
      .middlewareOptions([new AuthenticationHandlerOptions({ getAccessToken: async () => token })])
      .options({ redirect: "manual", signal });
    return prefer === undefined ? request : request.header("Prefer", prefer);
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: json(text) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not an answer of Graph: the status decides for a refusal, the shape for an answer.
    return undefined;
  }
}

function parsed<T>(shape: z.ZodType<T>, body: unknown, { what }: Operation): T {
  const answer = shape.safeParse(body);
  if (!answer.success) {
    throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause: answer.error });
  }
  return answer.data;
}

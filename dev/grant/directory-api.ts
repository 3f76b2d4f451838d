import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

/** What went wrong, and what to do. */
export class GrantError extends Error {
  override readonly name = "GrantError";
}

const Page = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().optional() });
const mostAttempts = 5;

/** The calls to Graph that giving an application its rights takes, as the signed-in administrator. */
export class DirectoryApi {
  readonly #origin: string;
  readonly #token: string;

  /** @param origin of Graph; the token goes there only */
  constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#token = token;
  }

  /** All pages of a list. */
  async list<T>(path: string, shape: z.ZodType<T>): Promise<readonly T[]> {
    const items: T[] = [];
    for (let next: string | undefined = `${this.#origin}/v1.0${path}`; next !== undefined; ) {
      if (!next.startsWith(`${this.#origin}/v1.0/`))
        throw new GrantError("Graph sent the next page to another address");
      const page: z.infer<typeof Page> = Page.parse(await this.#call("GET", next));
      items.push(...page.value.map((item) => shape.parse(item)));
      next = page["@odata.nextLink"];
    }
    return items;
  }

  async create(path: string, body: object): Promise<void> {
    await this.#call("POST", `${this.#origin}/v1.0${path}`, body);
  }

  async remove(path: string): Promise<void> {
    await this.#call("DELETE", `${this.#origin}/v1.0${path}`);
  }

  async #call(method: string, url: string, body?: object): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(url, {
        method,
        redirect: "error",
        headers: { authorization: `Bearer ${this.#token}`, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.ok) return text === "" ? undefined : JSON.parse(text);
      const isBusy = response.status === 429 || response.status >= 500;
      if (!isBusy || attempt === mostAttempts) throw refused(method, response.status, text);
      await delay(Number(response.headers.get("retry-after") ?? attempt) * 1000);
    }
  }
}

const ErrorBody = z.object({ error: z.object({ code: z.string() }) });

function refused(method: string, status: number, text: string): GrantError {
  const code = ErrorBody.safeParse(json(text)).data?.error.code ?? "no code";
  const what = `Graph refused ${method} (${status} ${code})`;
  if (status === 401) return new GrantError(`${what}: sign in again with az login, or take a fresh GRAPH_TOKEN`);
  if (status === 403) {
    return new GrantError(
      `${what}: sign in as a Privileged Role Administrator or Global Administrator (activate the role first)`,
    );
  }
  return new GrantError(what);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

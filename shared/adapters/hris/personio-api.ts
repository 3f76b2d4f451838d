import { z } from "zod";
import { IdText, OptionalDay, OptionalText, parseList } from "./answer.ts";
import { askJson } from "./read-json.ts";

const Token = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const Page = z.object({
  _data: z.array(z.unknown()),
  _meta: z.object({ links: z.object({ next: z.object({ href: z.string() }).nullish() }).nullish() }).nullish(),
});

export const PersonioPerson = z.object({ id: IdText, custom_attributes: z.array(z.unknown()).nullish() });

/** `termination` has to be there, empty or not: credentials made before 2025 hide parts of it. */
export const PersonioEmployment = z.object({
  id: IdText,
  status: OptionalText,
  type: OptionalText,
  employment_start_date: OptionalDay,
  office: z.object({ name: OptionalText }).nullish(),
  termination: z.union([
    z.null(),
    z.object({ termination_date: OptionalDay, last_working_date: OptionalDay, type: OptionalText }),
  ]),
});
export type PersonioEmployment = z.infer<typeof PersonioEmployment>;

/** Personio's interface of version 2, with a token that is fetched when the last one is about to end. */
export class PersonioApi {
  readonly #baseUrl: string;
  readonly #clientId: string;
  readonly #clientSecret: string;
  readonly #now: () => number;
  #token: { readonly text: string; readonly until: number } | undefined;

  /** @param key `clientId:clientSecret` @param now epoch milliseconds */
  constructor(baseUrl: string, key: string, now: () => number) {
    this.#baseUrl = baseUrl.replace(/\/+$/, "");
    const at = key.indexOf(":");
    this.#clientId = key.slice(0, at);
    this.#clientSecret = key.slice(at + 1);
    this.#now = now;
  }

  /** One object; undefined for 404. Errors as `HrRecords`. */
  async get(path: string): Promise<unknown> {
    return await askJson(new URL(`${this.#baseUrl}${path}`), { headers: await this.#authorization() });
  }

  /** One page of a list; undefined for 404. @param cursor as the last page gave it */
  async list(path: string, cursor?: string) {
    const url = new URL(`${this.#baseUrl}${path}`);
    url.searchParams.set("limit", "50");
    if (cursor !== undefined) url.searchParams.set("cursor", cursor);
    const answer = await askJson(url, { headers: await this.#authorization() });
    if (answer === undefined) return undefined;
    const { _data: items, _meta: meta } = parseList(Page, answer);
    const href = meta?.links?.next?.href;
    // Only the cursor is taken from the link, so that an answer cannot choose where the key goes.
    const next = href === undefined ? undefined : new URL(href, url).searchParams.get("cursor");
    return { items, next: next ?? undefined };
  }

  async #authorization(): Promise<Record<string, string>> {
    if (this.#token === undefined || this.#token.until <= this.#now()) {
      const form = {
        grant_type: "client_credentials",
        client_id: this.#clientId,
        client_secret: this.#clientSecret,
      };
      const answer = await askJson(new URL(`${this.#baseUrl}/v2/auth/token`), { form });
      const { access_token, expires_in } = parseList(Token, answer);
      this.#token = { text: access_token, until: this.#now() + Math.max(0, expires_in - 60) * 1_000 };
    }
    return { authorization: `Bearer ${this.#token.text}` };
  }
}

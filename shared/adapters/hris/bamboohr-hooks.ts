import { z } from "zod";
import { OptionalDate, OptionalText, parseAnswer, parseList } from "./answer.ts";
import { apiUrl, authorizationOf } from "./bamboohr-record.ts";
import { readJson } from "./read-json.ts";

const Hooks = z.object({ webhooks: z.array(z.object({ url: z.string().nullish() })) });
const Owner = z.object({ id: z.coerce.string(), status: OptionalText, terminationDate: OptionalDate.optional() });

/** The user of an API key, as far as they are an employee. */
export interface KeyOwner {
  readonly employeeId: string;
  readonly active: boolean;
  /** Civil date of the recorded end of the employment. */
  readonly endsOn: string | undefined;
}

/**
 * Addresses of the hooks that the user of this key has made through the API. Those of other users, and those that an
 * administrator made in the settings, are not among them.
 *
 * @see https://documentation.bamboohr.com/reference/get-webhook-list
 */
export async function hooksOfKey(baseUrl: string, key: string): Promise<readonly string[]> {
  const answer = await readJson(new URL(`${apiUrl(baseUrl)}/webhooks`), authorizationOf(key));
  return parseList(Hooks, answer).webhooks.flatMap(({ url }) => (url ? [url] : []));
}

/**
 * Whose key it is. A hook ends with the account of whoever made it.
 *
 * @returns undefined: the user is no employee, as a service account should be
 * @see https://documentation.bamboohr.com/reference/get-employee (number 0: the user of the key)
 * @see https://documentation.bamboohr.com/docs/permissioned-webhooks
 */
export async function ownerOfKey(baseUrl: string, key: string): Promise<KeyOwner | undefined> {
  const url = new URL(`${apiUrl(baseUrl)}/employees/0`);
  url.searchParams.set("fields", "status,terminationDate");
  url.searchParams.set("onlyCurrent", "false");
  const answer = await readJson(url, authorizationOf(key));
  if (answer === undefined) return undefined;
  const { id, status, terminationDate } = parseAnswer(Owner, answer);
  return { employeeId: id, active: !/^inactive$/i.test(status ?? ""), endsOn: terminationDate };
}

import { exchangeError } from "../exchange/exchange-errors.ts";
import { Refusal } from "../http/exchange.ts";
import type { Person } from "../model.ts";
import type { Group } from "./group.ts";

const tasks = "Microsoft.Exchange.Management.Tasks";

/** Neither class nor words are documented (m365-operations 15): whoever relies on them is wrong. */
export function notMember({ displayName }: Person, group: Group): never {
  const text = `The recipient "${displayName}" isn't a member of the group "${group.displayName}".`;
  throw new Refusal(exchangeError(400, "BadRequest", "Ex4F3A1C", `${tasks}.MemberNotFoundException`, text));
}

export function alreadyMember({ displayName }: Person, group: Group): never {
  const text = `The recipient "${displayName}" is already a member of the group "${group.displayName}".`;
  throw new Refusal(exchangeError(400, "BadRequest", "Ex5C2B7D", `${tasks}.MemberAlreadyExistsException`, text));
}

export function withoutManager({ displayName }: Group): never {
  const text = `You can't remove all the managers of the group "${displayName}": a group needs at least one.`;
  throw new Refusal(exchangeError(400, "BadRequest", "Ex7D1E90", `${tasks}.RecipientTaskException`, text));
}

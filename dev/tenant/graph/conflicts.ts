import { graphError } from "../http/errors.ts";
import { Refusal } from "../http/exchange.ts";
import type { Person } from "../model.ts";
import type { People } from "../people.ts";
import type { TenantState } from "../state.ts";

/** Refuses a write with a name or address that a living object has (m365-operations 13.4). */
export function conflictOver(property: "userPrincipalName" | "proxyAddresses"): never {
  const message = `Another object with the same value for property ${property} already exists.`;
  const { status, body } = graphError(400, "Request_BadRequest", message);
  const details = [{ code: "ObjectConflict", message, target: property }];
  const { error } = body;
  throw new Refusal({ status, body: { error: { ...error, details } } });
}

/** Refuses a sign-in name that somebody else has. */
export function requireFreeName(people: People, userPrincipalName: string, person?: Person): void {
  const holder = people.named(userPrincipalName);
  if (holder !== undefined && holder !== person) conflictOver("userPrincipalName");
}

/** Those of the person's addresses that somebody or something else has by now. */
export function takenAddresses({ people, addressHolders }: TenantState, person: Person): readonly string[] {
  return person.proxyAddresses.filter((proxy) => {
    const address = proxy.replace(/^smtp:/i, "").toLowerCase();
    const others = people.withAddress(address).some((holder) => holder !== person);
    return others || addressHolders.some((has) => has(address));
  });
}

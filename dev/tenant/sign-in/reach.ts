import { deny } from "../http/errors.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { Claims } from "./tokens.ts";

/** Directory roles that let an application change whoever holds a role (m365-operations 2.10). */
const farReaching = ["Global Administrator", "Privileged Authentication Administrator"];

/**
 * Refuses a sensitive change of a protected person: a permission alone does not reach them. Sensitive are deletion and
 * restore, `accountEnabled`, `passwordProfile`, phones, `otherMails`, `userPrincipalName` and `onPremisesImmutableId`.
 */
export function requireReach(state: TenantState, caller: Claims | undefined, person: Person): void {
  const reachesAll = farReaching.some((role) => caller?.directoryRoles.includes(role));
  if (!reachesAll && state.isProtected(person)) deny();
}

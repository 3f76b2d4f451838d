import type { NeededPermission } from "../domain/needed-permissions.ts";
import { includes } from "../domain/permissions.ts";
import { type Finding, failed, ok, warning } from "./check.ts";

/** Rights over mailboxes that Exchange can give for one mailbox only: they show in no token then (m365-operations 14). */
export const mailRights: readonly string[] = ["Mail.Send", "Mail.ReadBasic.All"];

/** What a token allows against what the policy needs. */
export interface Rights {
  readonly granted: readonly string[];
  readonly needed: readonly NeededPermission[];
}

/** Every permission that is missing, with the steps that take it. */
export function missingRights({ granted, needed }: Rights): Finding {
  const missing = needed.filter(
    ({ permission }) => !mailRights.includes(permission) && !granted.some((one) => includes(one, permission)),
  );
  if (missing.length === 0) return ok(`the token has what the policy needs: ${needed.length} permissions`);
  const told = missing.map(({ permission, takenBy }) => `${permission} (for ${takenBy.join(", ")})`);
  return failed(
    `${missing.length} permissions are missing: ${told.join("; ")}`,
    "Grant them: npm run grant -- --apply. Tokens that are in use show it after an hour at most",
  );
}

/** Every permission that the policy has no use for. */
export function surplusRights({ granted, needed }: Rights): Finding {
  const surplus = granted.filter((one) => !needed.some(({ permission }) => includes(one, permission)));
  if (surplus.length === 0) return ok("no permission goes beyond the policy");
  return warning(
    `${surplus.length} permissions that the policy does not need: ${surplus.toSorted().join(", ")}`,
    "Take them away: npm run grant -- --apply --prune, or by hand if something else needs them",
  );
}

/** Rights over the mail of everybody, where one mailbox is enough. */
export function mailReach({ granted, needed }: Rights): Finding {
  const wanted = needed.filter(({ permission }) => mailRights.includes(permission)).map(({ permission }) => permission);
  const wide = granted.filter((one) => wanted.some((permission) => includes(one, permission)));
  if (wanted.length === 0) return ok("the policy sends no mail");
  if (wide.length === 0) return ok(`${wanted.join(" and ")} are in no token: Exchange gives them for one mailbox`);
  return warning(
    `${wide.join(" and ")} reach every mailbox`,
    "Give them for the mailbox of NOTICE_SENDER only: the Exchange commands of npm run grant -- --print, then npm run grant -- --apply --prune",
  );
}

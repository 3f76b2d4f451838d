import type { CaseFile } from "./case.ts";
import type { Instant } from "./ids.ts";

/**
 * Until when a change that was announced before the case ended may still be made, by a process that does not know of the
 * end yet. Undefined: nothing is under way.
 */
export function leasedUntil(file: CaseFile | undefined, now: Instant): Instant | undefined {
  const leases = (file?.steps ?? []).flatMap(({ state, intent }) =>
    intent !== undefined && state === "changing" ? intent.leaseUntil : [],
  );
  return leases
    .filter((until) => until > now)
    .toSorted()
    .at(-1);
}

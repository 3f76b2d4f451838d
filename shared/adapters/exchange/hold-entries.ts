import type { Hold } from "../../domain/ports/holds.ts";

/**
 * What an entry of `InPlaceHolds` is; undefined: it keeps nothing, because the policy deletes only (`:1`) or leaves the
 * mailbox out (`-mbx…`).
 *
 * @param all the entry stands at the organisation and means all mailboxes
 * @see https://learn.microsoft.com/purview/ediscovery-identify-a-hold-on-an-exchange-online-mailbox
 */
export function holdOf(entry: string, all = false): Hold | undefined {
  if (entry.startsWith("-")) return undefined;
  if (/^UniH/i.test(entry)) return { kind: "ediscovery", id: entry };
  if (/^(mbx|skp|grp)/i.test(entry)) return policyOf(entry, all);
  if (/^cld/i.test(entry) || /^[0-9a-f-]+$/i.test(entry)) return { kind: "in-place", id: entry };
  return { kind: "unknown", id: entry };
}

function policyOf(entry: string, all: boolean): Hold | undefined {
  // For the mailboxes of groups.
  if (all && /^grp/i.test(entry)) return undefined;
  const [, action] = entry.split(":");
  if (action === "1") return undefined;
  if (action !== "2" && action !== "3") return { kind: "unknown", id: entry };
  return { kind: all ? "organisation" : "retention", id: entry };
}

/** Holds of the organisation that leave this mailbox in. */
export function organisationHolds(organisation: readonly string[], mailbox: readonly string[]): readonly Hold[] {
  const leftOut = new Set(mailbox.filter((entry) => entry.startsWith("-")).map((entry) => policyId(entry.slice(1))));
  return organisation.filter((entry) => !leftOut.has(policyId(entry))).flatMap((entry) => holdOf(entry, true) ?? []);
}

function policyId(entry: string): string {
  return (entry.split(":")[0] ?? entry).toLowerCase();
}

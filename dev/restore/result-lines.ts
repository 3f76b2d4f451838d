import type { Person, Result } from "./restore-calls.ts";

/** One result for people to read. */
export function resultLines({ person }: Person, result: Result): readonly string[] {
  const { outcome, because, caseId, bin, wayBack = [] } = result;
  const gone = wayBack.filter(({ back }) => !back);
  return [
    `${outcome.padEnd(8)} ${person}: ${because}`,
    ...(caseId === undefined ? [] : [`         case ${caseId}`]),
    ...(bin === undefined
      ? []
      : [`         deleted ${bin.deletedAt}, restorable until ${bin.restorableUntil} (${bin.daysLeft} days left)`]),
    ...taken(result),
    ...(result.candidates ?? []).map((id) => `         may be meant: ${id}`),
    ...(wayBack.length === 0 ? [] : [`         given back: ${wayBack.length - gone.length} changes`]),
    ...gone.map(({ title, because: why }) => `         not given back: ${title}. ${why ?? ""}`),
  ];
}

function taken({ signInNameTakenBy = [], addressesTaken = 0, addressesTakenBy = [] }: Result): readonly string[] {
  return [
    ...signInNameTakenBy.map((id) => `         sign-in name in use by ${id}`),
    ...(addressesTaken === 0 ? [] : [`         ${addressesTaken} addresses in use by ${addressesTakenBy.join(", ")}`]),
  ];
}

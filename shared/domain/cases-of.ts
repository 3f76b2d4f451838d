import type { CaseRecord } from "./case.ts";
import type { CaseId, LeaverId } from "./ids.ts";
import type { Ledger, Subjects } from "./ports/ledger.ts";

interface Ports {
  readonly subjects: Subjects;
  readonly ledger: Ledger;
}

/** The person's cases, newest first, `most` at most: one read of the person's row, and one for each case. */
export async function casesOf(
  leaverId: LeaverId,
  most: number,
  { subjects, ledger }: Ports,
): Promise<readonly CaseRecord[]> {
  const records: CaseRecord[] = [];
  let record = await newest(leaverId, { subjects, ledger });
  while (record !== undefined && records.length < most) {
    records.push(record);
    record = await recordOf(record.follows, ledger);
  }
  return records;
}

/** Of the case that holds the person; while that one is still being opened, of the one before. */
async function newest(leaverId: LeaverId, { subjects, ledger }: Ports): Promise<CaseRecord | undefined> {
  const held = await recordOf(await subjects.holder(leaverId), ledger);
  return held ?? (await recordOf(await subjects.heldBefore(leaverId), ledger));
}

async function recordOf(caseId: CaseId | undefined, ledger: Ledger): Promise<CaseRecord | undefined> {
  return caseId === undefined ? undefined : await ledger.record(caseId);
}

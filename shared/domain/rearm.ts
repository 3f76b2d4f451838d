import { type CaseFile, isClosed } from "./case.ts";
import { changeFile, type LedgerPorts } from "./commit.ts";
import { epochMs, type Instant, instant } from "./ids.ts";
import type { Change } from "./ports/ledger.ts";

/** A running case is looked at this often, in milliseconds, in case a message of it was lost. */
export const watchMs = 5 * 60_000;

/**
 * Commits a change together with a new time to wake: puts the next entry of the index, commits the change that names it,
 * and deletes the old entry last (section 11.3). Nothing happens when the case was rearmed by somebody else meanwhile.
 *
 * @param at when to wake; by default the next watch
 */
export async function rearm(
  file: CaseFile,
  ports: LedgerPorts,
  decide: (latest: CaseFile) => Change | undefined,
  at?: Instant,
): Promise<CaseFile | undefined> {
  const wakeAt = at ?? instant(epochMs(ports.clock.now()) + watchMs);
  const dueKey = await ports.due.put(wakeAt, { kind: "case", caseId: file.record.caseId });
  const committed = await changeFile(file, ports, (latest) => {
    if (isClosed(latest.record.status) || latest.record.dueKey !== file.record.dueKey) return undefined;
    const change = decide(latest);
    return change && { ...change, record: { ...change.record, dueKey, wakeAt } };
  });
  const stale = committed === undefined ? dueKey : file.record.dueKey;
  if (stale !== undefined && stale !== committed?.record.dueKey) await ports.due.remove(stale);
  return committed;
}

/** Takes the case's entry out of the index: nothing will ever have to wake it. A forgotten entry would only cost a look. */
export async function disarm(file: CaseFile, ports: LedgerPorts): Promise<void> {
  if (file.record.dueKey !== undefined) await ports.due.remove(file.record.dueKey);
}

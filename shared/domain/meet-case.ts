import { type CaseFile, type Departure, isClosed, isMoving } from "./case.ts";
import { type Command, pause, revise, start } from "./commands.ts";
import { changeFile, flushOutbox } from "./commit.ts";
import { keyOf, type OpenPorts, refused, type Verdict } from "./intake.ts";
import type { HrEvent, HrRecord } from "./ports/hr-records.ts";
import type { Change } from "./ports/ledger.ts";
import { rearm } from "./rearm.ts";
import { rescinded } from "./wake-case.ts";

/**
 * An open case, or an ended one about the same employment; a cancelled case does not stop a new one. Each source names an
 * employment in its own way, so the same last day of the same person is the same end, whichever source tells it.
 */
export function goesOn(
  { record: existing }: CaseFile,
  event: HrEvent,
  record: HrRecord | undefined,
  departure: Departure | undefined,
): boolean {
  if (!isClosed(existing.status)) return true;
  const sameEnd = departure !== undefined && existing.departure?.date === departure.date;
  return existing.status === "done" && (sameEnd || existing.employmentKey === keyOf(event, record));
}

/** The record shows no end: what was only planned is cancelled, what has begun is held for a person. */
export async function staying(existing: CaseFile | undefined, ports: OpenPorts): Promise<Verdict> {
  const because = "the HR record does not show an end of this employment";
  if (existing === undefined || isClosed(existing.record.status)) return refused(because);
  const command = { actor: "leaver", because, at: ports.clock.now() };
  const changed = await changeFile(existing, ports, (latest) => rescinded(latest, command));
  return { bucket: changed === undefined ? "joined" : "revised", caseId: existing.record.caseId, because };
}

/** A notice about somebody whose case is there: nothing new, a new date, or access that has to end now. */
export async function join(
  existing: CaseFile,
  event: HrEvent,
  record: HrRecord | undefined,
  departure: Departure | undefined,
  ports: OpenPorts,
): Promise<Verdict> {
  const { caseId } = existing.record;
  // This delivery may have opened the case in a process that died before it could send.
  await flushOutbox(existing, ports);
  const joined: Verdict = { bucket: "joined", caseId, because: "this employment has its case" };
  if (departure === undefined || departure.startAt === existing.record.departure?.startAt) return joined;
  const at = ports.clock.now();
  const command = { actor: "leaver", because: "the HR record shows another date", at };
  // The same day as before, and a start that was brought forward: access was ended at once, and stays so.
  if (isMoving(existing.record.status) && departure.date === existing.record.departure?.date) return joined;
  if (isMoving(existing.record.status) && departure.startAt > at) {
    const because = `the HR record moved the date to ${departure.date} after the case had started: resume or cancel`;
    await changeFile(existing, ports, (latest) =>
      isMoving(latest.record.status) ? pause(latest, { ...command, because }) : undefined,
    );
    return { bucket: "revised", caseId, because };
  }
  if (existing.record.status !== "proposed" && existing.record.status !== "scheduled") return joined;
  const now = event.kind === "access.revoke-now";
  const decide = (latest: CaseFile) => {
    const movable = latest.record.status === "proposed" || latest.record.status === "scheduled";
    if (!movable) return undefined;
    const change = now ? startNow(latest, departure, command) : revise(latest, departure, command);
    return latest.record.status === "proposed" ? confirmed(change, event, record) : change;
  };
  const revised = await rearm(existing, ports, decide, now ? undefined : departure.startAt);
  return revised === undefined ? joined : { bucket: "revised", caseId, because: command.because };
}

/** What one source only proposed, another one that can be read has confirmed: from now on that one is asked. */
function confirmed(change: Change, event: HrEvent, record: HrRecord | undefined): Change {
  const { source, employeeRef } = event;
  return { ...change, record: { ...change.record, source, employeeRef, employmentKey: keyOf(event, record) } };
}

/** The record was read a moment ago: nothing is gained by waiting for the sweep, which would read it once more. */
function startNow(latest: CaseFile, departure: Departure, command: Command): Change {
  const change = start(latest, { ...command, because: "the source says that access ends now" });
  return { ...change, record: { ...change.record, departure, revision: latest.record.revision + 1 } };
}

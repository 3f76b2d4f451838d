import { type CaseFile, type Departure, isClosed, isMoving } from "./case.ts";
import { type Command, cancel, pause, revise, start } from "./commands.ts";
import { changeFile, flushOutbox } from "./commit.ts";
import { endCase } from "./end-case.ts";
import { TryLaterError } from "./errors.ts";
import { keyOf, type OpenPorts, refused, type Verdict } from "./intake.ts";
import { leasedUntil } from "./leases.ts";
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
  const sameEnd = departure !== undefined && existing.departure?.date === departure.date;
  // An operator gave everything back after this end: only another one is news.
  if (existing.kind === "restore") return sameEnd && existing.status !== "cancelled";
  if (!isClosed(existing.status)) return true;
  return existing.status === "done" && (sameEnd || existing.employmentKey === keyOf(event, record));
}

/** What a person can do about a case whose leaver stays or comes back. */
export const comesBack =
  "resume, or give everything back with POST /api/restores, which cancels this case; its wayBack says what comes back";

/** The record shows no end: what was only planned is cancelled, what has begun is held for a person. */
export async function staying(existing: CaseFile | undefined, ports: OpenPorts): Promise<Verdict> {
  const facts = "the HR record does not show an end of this employment";
  if (existing === undefined) return refused(facts);
  const { caseId, kind, status } = existing.record;
  if (kind === "restore" && status !== "cancelled")
    return { bucket: "joined", caseId, because: "this person is restored, and stays" };
  if (isClosed(status)) {
    // Nothing is left to stop. Whoever reads the log asks whether the person needs everything back.
    ports.log({ event: "employed-again-after-case", caseId });
    return refused(facts);
  }
  const because = isMoving(status) ? `${facts}: ${comesBack} (R-05)` : facts;
  const command = { actor: "leaver", because, at: ports.clock.now() };
  const changed = await changeFile(existing, ports, (latest) => rescinded(latest, command));
  return { bucket: changed === undefined ? "joined" : "revised", caseId: existing.record.caseId, because };
}

/**
 * Another end of an employment while an operator gives everything back. One that has come ends the restore, as access ends in
 * minutes; one that is still to come waits until the restore is over.
 *
 * @throws {TryLaterError} it waits
 */
export async function endRestore(
  existing: CaseFile | undefined,
  departure: Departure | undefined,
  ports: OpenPorts,
): Promise<void> {
  if (existing?.record.kind !== "restore") return;
  const at = ports.clock.now();
  const isRunning = !isClosed(existing.record.status);
  if (isRunning && (departure === undefined || departure.startAt > at))
    throw new TryLaterError("The person is being restored: the new end of the employment waits until that is over");
  const because = "the HR record shows another end of the employment, which has come";
  const ended = await endCase(existing, ports, (latest) =>
    isClosed(latest.record.status) ? undefined : cancel(latest, { actor: "leaver", because, at }),
  );
  if (leasedUntil(ended ?? existing, at) !== undefined)
    throw new TryLaterError("The restore that was cancelled has a change under way: the lockout begins after it");
}

/** A notice about somebody whose case is there: nothing new, a new date, or access that has to end now. */
export async function join(
  existing: CaseFile,
  event: HrEvent,
  record: HrRecord | undefined,
  departure: Departure | undefined,
  ports: OpenPorts,
): Promise<Verdict> {
  const { caseId, kind } = existing.record;
  // This delivery may have opened the case in a process that died before it could send.
  await flushOutbox(existing, ports);
  const joined: Verdict = { bucket: "joined", caseId, because: "this employment has its case" };
  if (kind === "restore") return { ...joined, because: "an operator gave everything back after this end" };
  if (kind === "retention") return { ...joined, because: "the account was deleted before HR told of the end" };
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

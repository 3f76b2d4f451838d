import { type CaseFile, type Departure, isClosed, isMoving } from "./case.ts";
import { type Command, cancel, pause, rescue, revise, start, underWay } from "./commands.ts";
import { flushOutbox } from "./commit.ts";
import { departureOf, lateFrom } from "./departure-of.ts";
import { endCase } from "./end-case.ts";
import { LeaverError } from "./errors.ts";
import { type CaseId, epochMs, type Instant, instant } from "./ids.ts";
import { eventMessage } from "./messages.ts";
import { type Policy, settingsFor } from "./policy.ts";
import type { HrRecords } from "./ports/hr-records.ts";
import type { Change } from "./ports/ledger.ts";
import { disarm, rearm, watchMs } from "./rearm.ts";
import { settleUnknownSteps, type UnknownStepPorts } from "./unknown-steps.ts";

export interface WakePorts extends UnknownStepPorts {
  readonly hr: HrRecords;
  readonly policy: Policy;
}

/** A promised message that nobody handled for so long, in milliseconds, is sent again. */
const outboxAgeMs = 2 * 60_000;
/** How long after its time a case waits for a silent HR system before it starts without asking again, in milliseconds. */
const hrPatienceMs = 15 * 60_000;
/** A scheduled case that starts so long after its time is late, in milliseconds: nobody swept, or HR was silent. */
const lateAfterMs = 5 * 60_000;

/**
 * An entry of the due index came due. A scheduled case starts, after the source was asked once more; a running one
 * is checked for messages that never arrived. An entry that is out of date is deleted.
 */
export async function wakeCase(caseId: CaseId, dueKey: string, ports: WakePorts): Promise<void> {
  const file = await ports.ledger.load(caseId);
  const own = file?.record.dueKey === dueKey;
  if (own && file.record.status === "scheduled") return await startDue(file, ports);
  if (own && isMoving(file.record.status)) return await watch(file, ports);
  // Only what could not be sent is left to do here; if it cannot be sent now either, that makes an entry of its own.
  if (file !== undefined) await flushOutbox(file, ports);
  await ports.due.remove(dueKey);
}

async function startDue(file: CaseFile, ports: WakePorts): Promise<void> {
  const at = ports.clock.now();
  const begin = (because: string) =>
    rearm(file, ports, (latest) => markLate(start(latest, { actor: "leaver", because, at }), latest, at));
  const asked = await askAgain(file, ports);
  switch (asked.kind) {
    case "approved":
      await begin("its time has come, as approved");
      return;
    case "silent":
      // The entry stays in the index: the next sweep asks again.
      if (lateMs(file, at) < hrPatienceMs) ports.log({ event: "hr-silent-at-start", caseId: file.record.caseId });
      else await begin("the HR system does not answer; started on what it said before");
      return;
    case "stays":
      await endCase(file, ports, (latest) => calledOff(latest, at));
      return;
    case "leaves": {
      const { departure } = asked;
      const because = "the HR record shows a later date";
      if (departure.startAt <= at) await begin("its time has come");
      else
        await rearm(
          file,
          ports,
          (latest) => revise(latest, departure, { actor: "leaver", because, at }),
          departure.startAt,
        );
      return;
    }
    default:
      return asked satisfies never;
  }
}

/** A start long after its time is made all the same, and shown as late, with an event that calls a person (R-06, P5). */
function markLate(change: Change, { record }: CaseFile, at: Instant): Change {
  const { departure } = record;
  if (departure === undefined || epochMs(at) - epochMs(lateFrom(departure)) < lateAfterMs) return change;
  const late = { ...departure, late: true };
  return {
    ...change,
    record: { ...change.record, departure: late },
    send: [...(change.send ?? []), eventMessage(record, "case.late", at)],
  };
}

function lateMs(file: CaseFile, at: Instant): number {
  return epochMs(at) - epochMs(file.record.wakeAt ?? at);
}

type Asked =
  | { readonly kind: "silent" | "stays" | "approved" }
  | { readonly kind: "leaves"; readonly departure: Departure };

async function askAgain(file: CaseFile, ports: WakePorts): Promise<Asked> {
  const { source, employeeRef, userType, acceptedAt } = file.record;
  if (!ports.hr.canRead(source)) return { kind: "approved" };
  try {
    const record = await ports.hr.read(source, employeeRef);
    // A record that is gone takes nothing back: only a record that shows no end does.
    if (record === undefined) return { kind: "silent" };
    if (record.departure === undefined) return { kind: "stays" };
    const { policy } = ports;
    const { lane } = settingsFor(policy, { ...record, userType });
    const departure = departureOf(record.departure, record, { policy, lane, acceptedAt });
    return { kind: "leaves", departure };
  } catch (error) {
    if (error instanceof LeaverError) return { kind: "silent" };
    throw error;
  }
}

async function watch(found: CaseFile, ports: WakePorts): Promise<void> {
  const now = ports.clock.now();
  const longAgo = instant(epochMs(now) - outboxAgeMs);
  const file = await settleUnknownSteps(found, ports, longAgo);
  await flushOutbox(file, ports, longAgo);
  // A case that only waits for people has its reason on the case row, and no time of its own.
  if (underWay(file).length === 0) return await disarm(file, ports);
  const command = { actor: "leaver", because: "a message was lost", at: now };
  await rearm(
    file,
    ports,
    (latest) => rescue(latest, command) ?? { audit: { actor: "leaver", what: "case.watched" } },
    nextWatch(file, now),
  );
}

/** A case that waits for a time, perhaps for weeks, is not looked at before its next message should have been handled. */
function nextWatch(file: CaseFile, now: Instant): Instant {
  const promised = underWay(file).map(({ name }) =>
    file.outbox.find(({ body }) => body.kind === "step" && body.step === name),
  );
  const next = promised.map((row) => row?.notBefore ?? now).toSorted()[0] ?? now;
  return instant(epochMs(next > now ? next : now) + watchMs);
}

function calledOff(file: CaseFile, at: Instant): Change | undefined {
  const because = "the HR record no longer shows an end";
  return isClosed(file.record.status) ? undefined : cancel(file, { actor: "leaver", because, at });
}

/** Holds a moving case whose HR record changed its mind; a waiting one is cancelled. */
export function rescinded(file: CaseFile, command: Command): Change | undefined {
  if (isClosed(file.record.status) || file.record.status === "paused") return undefined;
  return isMoving(file.record.status) ? pause(file, command) : cancel(file, command);
}

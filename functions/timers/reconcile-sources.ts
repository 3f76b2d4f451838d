import { createHash } from "node:crypto";
import { LeaverError } from "../../shared/domain/errors.ts";
import { epochMs, type Instant, instant, type SourceName } from "../../shared/domain/ids.ts";
import { inTurns } from "../../shared/domain/in-turns.ts";
import type { Bus } from "../../shared/domain/ports/bus.ts";
import type { Clock } from "../../shared/domain/ports/clock.ts";
import type { HrEnds, RecordedEnd, SourceProgress, SourceProgresses } from "../../shared/domain/ports/hr-ends.ts";
import type { Inbox } from "../../shared/domain/ports/inbox.ts";
import type { Log } from "../../shared/domain/ports/log.ts";
import { acceptDelivery } from "../intake/accept-delivery.ts";

/** Every 5 minutes, UTC: a pass that is under way goes on, and a source that somebody asked for is read. */
export const continueSchedule = "30 */5 * * * *";

/** Pages in one run; the rest follows with the next tick, so that no run nears the time limit of a function. */
const pagesPerRun = 20;
const dayMs = 24 * 3_600_000;
/** How far passes over changes overlap: clocks differ, and changes become visible late. In milliseconds. */
const overlapMs = 3_600_000;
/** For the message that wakes the next function; the sweep sends what took longer. In milliseconds. */
const sendMs = 5_000;

/** A source whose recorded ends are looked for. */
export interface ListedSource {
  readonly name: SourceName;
  readonly ends: HrEnds;
  readonly lookBackDays: number;
}

export interface ReconcilePorts {
  readonly progress: SourceProgresses;
  readonly inbox: Inbox;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Reads who leaves at one source and puts everybody whom no notice told of into the inbox, one row per recorded end: the same
 * end again is known, and nothing happens (P1, RULE 3). It goes on where the last run ended; a source that does not answer is
 * asked again with the next tick.
 *
 * @param begin start a pass when none is under way; without it that is done only when somebody asked for one
 */
export async function reconcileSource(source: ListedSource, begin: boolean, ports: ReconcilePorts): Promise<void> {
  const known = await ports.progress.read(source.name);
  const pass = known?.pass ?? (await newPass(source, known, begin, ports));
  if (pass === undefined) return;
  const since = known?.since ?? instant(epochMs(pass.startedAt) - source.lookBackDays * dayMs);
  let { cursor } = pass;
  let [seen, told] = [0, 0];
  try {
    for (let page = 1; page <= pagesPerRun; page += 1) {
      const { ends, next } = await source.ends.page(since, cursor);
      seen += ends.length;
      told += await tell(source.name, ends, ports);
      const { startedAt } = pass;
      if (next === undefined) {
        const from = source.ends.since === "ends" ? since : instant(epochMs(startedAt) - overlapMs);
        await ports.progress.write(source.name, { since: from, startedAt });
        ports.log({ event: "hr-source-reconciled", source: source.name, seen, told, finished: true });
        return;
      }
      cursor = next;
      await ports.progress.write(source.name, { since, startedAt, pass: { startedAt, cursor } });
    }
    ports.log({ event: "hr-source-reconciled", source: source.name, seen, told, finished: false });
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    // What was told is in the inbox, and the place is kept: the next tick asks again (P6).
    await ports.progress.write(source.name, { since, startedAt: pass.startedAt, pass: { ...pass, cursor } });
    ports.log({ event: "hr-source-not-read", source: source.name, told, code: error.code, because: error.message });
  }
}

/** Handler of the timer of one source. */
export function reconcileHandler(source: ListedSource, ports: ReconcilePorts): () => Promise<void> {
  return async () => await reconcileSource(source, true, ports);
}

/** Handler of the timer that goes on with what is under way: two point reads for each source. */
export function continueHandler(sources: readonly ListedSource[], ports: ReconcilePorts): () => Promise<void> {
  return async () => {
    // One after the other: each has a limit of its own at its vendor, and none waits for more than its pages.
    for (const source of sources) await reconcileSource(source, false, ports);
  };
}

async function newPass(
  source: ListedSource,
  known: SourceProgress | undefined,
  begin: boolean,
  { progress, clock }: ReconcilePorts,
): Promise<NonNullable<SourceProgress["pass"]> | undefined> {
  const now = clock.now();
  if (begin) return { startedAt: now };
  const askedAt = await progress.askedAt(source.name);
  return askedAt !== undefined && askedAt >= (known?.startedAt ?? askedAt) ? { startedAt: now } : undefined;
}

/** @returns how many of them were not known yet, or had been left unsettled */
async function tell(source: SourceName, ends: readonly RecordedEnd[], ports: ReconcilePorts): Promise<number> {
  const told = await inTurns(ends, async (end) => await tellOne(source, end, ports));
  return told.filter(Boolean).length;
}

async function tellOne(
  source: SourceName,
  end: RecordedEnd,
  { inbox, bus, clock, log }: ReconcilePorts,
): Promise<boolean> {
  const receivedAt: Instant = clock.now();
  const hash = createHash("sha256")
    .update(JSON.stringify([end.employeeRef, end.stamp]))
    .digest("hex");
  const key = `reconciled-${hash}`;
  // One point read for most, where storing again would be several writes.
  if ((await inbox.read(inbox.idFor(source, key, receivedAt)))?.settled !== undefined) return false;
  const events = [{ kind: "employee.changed", employeeRef: end.employeeRef }] as const;
  const announce = await acceptDelivery({ source, key, events, receivedAt }, { inbox, bus, log });
  await announce(sendMs);
  return true;
}

import { LeaverError } from "./errors.ts";
import { epochMs, type Instant, instant, type LeaverId, SourceName } from "./ids.ts";
import { inTurns } from "./in-turns.ts";
import { arrivalMessage } from "./messages.ts";
import type { Bus, DeliveryId } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import type { DeletedPeople } from "./ports/deleted-people.ts";
import type { AccountEvent } from "./ports/directory-events.ts";
import type { Subjects } from "./ports/ledger.ts";
import type { Log } from "./ports/log.ts";
import { heardToleranceMs, type SubscriptionStore } from "./ports/subscriptions.ts";
import type { ChangesProgress, ChangesStore, UserChange, UserChanges } from "./ports/user-changes.ts";

export interface ChangesPorts {
  readonly userChanges: UserChanges;
  readonly deletedPeople: Pick<DeletedPeople, "page">;
  readonly changesStore: ChangesStore;
  readonly subscriptionStore: Pick<SubscriptionStore, "heardAt">;
  readonly subjects: Pick<Subjects, "holder">;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
}

/** The source of everything that the directory itself tells. */
export const directorySource = SourceName.parse("directory");

/** Pages in one run: with 999 people on each that is well within the time of a function. The next tick goes on. */
const pagesPerRun = 120;
/** Looking up who has a case: the table takes far more. */
const lookupWidth = 16;
/** Clocks differ, and a deletion becomes visible late: so much earlier the bin is read, in milliseconds. */
const overlapMs = 3_600_000;

/**
 * Reads what happened to the directory's users since the last time, page by page, and puts who was deleted, who is gone for
 * good and who of the people with a case is there into the inbox, in one transaction with the place (R-08, RULE 12). It is
 * the source of truth: for users nothing ever says that a notification was lost (RULE 11).
 *
 * The first run only takes the place: whoever is merely there, or was deleted before Leaver came, opens nothing.
 */
export async function readChanges(ports: ChangesPorts): Promise<void> {
  const count = { pages: 0, changes: 0, told: 0 };
  try {
    const finished = await readOn(count, ports);
    ports.log({ event: "directory-changes-read", ...count, finished });
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    // The place is kept: the next tick asks again (P6).
    ports.log({ event: "directory-changes-not-read", ...count, code: error.code, because: error.message });
  }
}

/** @returns whether the round has ended */
async function readOn(count: { pages: number; changes: number; told: number }, ports: ChangesPorts): Promise<boolean> {
  const known = await ports.changesStore.read();
  const now = ports.clock.now();
  if (known === undefined) {
    const link = await ports.userChanges.latest();
    await ports.changesStore.write({ phase: "changes", link, finishedAt: now }, [], undefined);
    return true;
  }
  let { progress, etag } = known;
  let seen = 0;
  while (count.pages < pagesPerRun) {
    const turned = await turn(progress, ports);
    count.pages += 1;
    seen += turned.changes;
    count.changes += turned.changes;
    const next = turned.finished ? await roundEnded(turned.progress, seen > 0, now, ports) : turned.progress;
    const written = await ports.changesStore.write(next, turned.events, etag);
    // Another process goes on from the same place.
    if (written === "lost") return false;
    count.told += turned.events.length;
    await announce(written.deliveries, ports);
    if (turned.finished) return true;
    progress = next;
    etag = written.etag;
  }
  return false;
}

/** What one page leads to. */
interface Turned {
  readonly progress: ChangesProgress;
  readonly events: readonly AccountEvent[];
  /** How many people the page named. */
  readonly changes: number;
  readonly finished: boolean;
}

async function turn(progress: ChangesProgress, ports: ChangesPorts): Promise<Turned> {
  if (progress.phase === "bin") return await turnBin(progress, ports);
  const page = await ports.userChanges.page(progress.link);
  if (page.kind === "expired") {
    ports.log({ event: "directory-changes-lost", since: progress.finishedAt });
    return { progress: anew(progress, ports.clock.now()), events: [], changes: 0, finished: false };
  }
  const events = await eventsOf(page.changes, ports);
  const changes = progress.phase === "everybody" ? 0 : page.changes.length;
  if (page.kind === "page") return { progress: { ...progress, link: page.next }, events, changes, finished: false };
  if (progress.phase === "everybody") {
    return {
      progress: { ...progress, phase: "bin", link: undefined, after: page.end },
      events,
      changes,
      finished: false,
    };
  }
  return { progress: { ...progress, link: page.end }, events, changes, finished: true };
}

/** Everything from the beginning: who is there, then who was deleted since the last round (section 5.7). */
function anew(progress: ChangesProgress, now: Instant): ChangesProgress {
  const { finishedAt = now, since = instant(epochMs(finishedAt) - overlapMs), ...rest } = progress;
  return { ...rest, finishedAt: progress.finishedAt, phase: "everybody", link: undefined, after: undefined, since };
}

async function turnBin(progress: ChangesProgress, ports: ChangesPorts): Promise<Turned> {
  const { since, after } = progress;
  const { people, next } = await ports.deletedPeople.page(progress.link);
  const missed = people.filter(({ deletedAt }) => since === undefined || deletedAt >= since);
  const events = missed.map(({ id }) => eventOf("account.deleted", id, ports.clock.now()));
  if (next !== undefined) return { progress: { ...progress, link: next }, events, changes: 0, finished: false };
  const { since: _, after: __, ...rest } = progress;
  return { progress: { ...rest, phase: "changes", link: after }, events, changes: 0, finished: false };
}

/** Who is there matters only where a case takes the account for deleted: it may have been restored. */
async function eventsOf(changes: readonly UserChange[], ports: ChangesPorts): Promise<readonly AccountEvent[]> {
  const now = ports.clock.now();
  const found = await inTurns(
    changes,
    async ({ id, kind }) => {
      if (kind !== "present") return [eventOf(kind === "purged" ? "account.purged" : "account.deleted", id, now)];
      return (await ports.subjects.holder(id)) === undefined ? [] : [eventOf("account.changed", id, now)];
    },
    lookupWidth,
  );
  return found.flat();
}

function eventOf(kind: AccountEvent["kind"], leaverId: LeaverId, receivedAt: Instant): AccountEvent {
  return { source: directorySource, kind, leaverId, by: "delta", receivedAt };
}

/** Changes that no notification told of since the round before begin, or go on with, a silence. */
async function roundEnded(
  progress: ChangesProgress,
  changed: boolean,
  now: Instant,
  { subscriptionStore }: ChangesPorts,
): Promise<ChangesProgress> {
  const { unheardSince, finishedAt, ...rest } = progress;
  const heardAt = await subscriptionStore.heardAt();
  const heardSince = (at: Instant | undefined) =>
    at === undefined || (heardAt !== undefined && epochMs(heardAt) + heardToleranceMs >= epochMs(at));
  const silence = unheardSince ?? (changed ? finishedAt : undefined);
  return { ...rest, finishedAt: now, ...(!heardSince(silence) && { unheardSince: silence }) };
}

async function announce(deliveries: readonly DeliveryId[], { bus, log }: ChangesPorts): Promise<void> {
  if (deliveries.length === 0) return;
  try {
    await bus.send(deliveries.map(arrivalMessage));
  } catch (error) {
    // Their entries of the due index are there: the sweep sends them.
    log({ event: "directory-changes-wait-for-sweep", error: error instanceof Error ? error.name : "unknown" });
  }
}

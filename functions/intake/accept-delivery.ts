import type { Instant, SourceName } from "../../shared/domain/ids.ts";
import type { HrEvent } from "../../shared/domain/ports/hr-records.ts";
import type { SchemeEvent } from "../../shared/domain/ports/webhook-scheme.ts";
import { announceRows, type StoreDeps, storeParts } from "./store-events.ts";

/** Events in one stored delivery: one message is one row, and each event is a read at the HR system. */
const EVENTS_PER_ROW = 25;

/** An authenticated delivery. */
export interface Delivery {
  readonly source: SourceName;
  readonly key: string;
  readonly events: readonly SchemeEvent[];
  readonly receivedAt: Instant;
}

/**
 * Stores what Leaver uses of the delivery, and counts the rest in the log.
 *
 * @returns sends the messages that wake the next function, for at most the given milliseconds. It never fails: what is
 * stored is found by the sweep.
 * @throws whatever the inbox throws: nothing may be answered as accepted then
 */
export async function acceptDelivery(
  { source, key, events: told, receivedAt }: Delivery,
  deps: StoreDeps,
): Promise<(forMs: number) => Promise<void>> {
  const events = told
    .filter((event) => event.kind !== "unknown")
    .map((event): HrEvent => ({ source, kind: event.kind, employeeRef: event.employeeRef, receivedAt }));
  // No delivery key holds a full stop of its own, so the rows of one delivery never meet another delivery.
  const parts = inRows(events).map((part, index) => ({ key: index === 0 ? key : `${key}.${index}`, events: part }));
  const rows = await storeParts(source, parts, receivedAt, deps);

  const unused = told.length - events.length;
  const known = rows.filter((row) => row.was === "known").length;
  deps.log({ event: "hr-delivery-accepted", source, used: events.length, unused, rows: rows.length, known });
  return (forMs) => announceRows(rows, forMs, { event: "hr-delivery-waits-for-sweep", source }, deps);
}

function inRows(events: readonly HrEvent[]): readonly (readonly HrEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / EVENTS_PER_ROW) }, (_, index) =>
    events.slice(index * EVENTS_PER_ROW, (index + 1) * EVENTS_PER_ROW),
  );
}

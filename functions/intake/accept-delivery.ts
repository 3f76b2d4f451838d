import type { Instant, SourceName } from "../../shared/domain/ids.ts";
import type { Bus, DeliveryId, OutgoingMessage } from "../../shared/domain/ports/bus.ts";
import type { HrEvent } from "../../shared/domain/ports/hr-records.ts";
import type { Inbox } from "../../shared/domain/ports/inbox.ts";
import type { Log } from "../../shared/domain/ports/log.ts";
import type { SchemeEvent } from "../../shared/domain/ports/webhook-scheme.ts";
import { within } from "./within.ts";

/** Events in one stored delivery: one message is one row, and each event is a read at the HR system. */
const EVENTS_PER_ROW = 25;

/** An authenticated delivery. */
export interface Delivery {
  readonly source: SourceName;
  readonly key: string;
  readonly events: readonly SchemeEvent[];
  readonly receivedAt: Instant;
}

interface Deps {
  readonly inbox: Inbox;
  readonly bus: Bus;
  readonly log: Log;
}

type Stored = { readonly id: DeliveryId; readonly was: "stored" | "known" };

/**
 * Stores what Leaver uses of the delivery, and counts the rest in the log.
 *
 * @returns sends the messages that wake the next function, for at most the given milliseconds. It never fails: what is
 * stored is found by the sweep.
 * @throws whatever the inbox throws: nothing may be answered as accepted then
 */
export async function acceptDelivery(delivery: Delivery, deps: Deps): Promise<(forMs: number) => Promise<void>> {
  const { source, receivedAt } = delivery;
  const events = delivery.events
    .filter((event) => event.kind !== "unknown")
    .map((event): HrEvent => ({ source, kind: event.kind, employeeRef: event.employeeRef, receivedAt }));

  const rows = await Promise.all(inRows(events).map((part, index) => storeRow(delivery, part, index, deps.inbox)));

  const unused = delivery.events.length - events.length;
  const known = rows.filter((row) => row.was === "known").length;
  deps.log({ event: "hr-delivery-accepted", source, used: events.length, unused, rows: rows.length, known });
  return (forMs) => announce(rows, forMs, source, deps);
}

function inRows(events: readonly HrEvent[]): readonly (readonly HrEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / EVENTS_PER_ROW) }, (_, index) =>
    events.slice(index * EVENTS_PER_ROW, (index + 1) * EVENTS_PER_ROW),
  );
}

async function storeRow(
  { source, key, receivedAt }: Delivery,
  events: readonly HrEvent[],
  index: number,
  inbox: Inbox,
): Promise<Stored> {
  // No delivery key holds a full stop of its own, so the rows of one delivery never meet another delivery.
  const id = inbox.idFor(source, index === 0 ? key : `${key}.${index}`, receivedAt);
  return { id, was: await inbox.store({ id, events, receivedAt }) };
}

async function announce(rows: readonly Stored[], forMs: number, source: SourceName, deps: Deps): Promise<void> {
  if (rows.length === 0) return;
  try {
    await within(forMs, send(rows, deps));
  } catch (error) {
    deps.log({ event: "hr-delivery-waits-for-sweep", source, error: error instanceof Error ? error.name : "unknown" });
  }
}

async function send(rows: readonly Stored[], { inbox, bus }: Deps): Promise<void> {
  const open = await Promise.all(rows.map(async (row) => row.was === "stored" || (await isUnsettled(row.id, inbox))));
  const messages = rows
    .filter((_, index) => open[index])
    .map(
      ({ id }): OutgoingMessage => ({
        messageId: `delivery-${id.row}`,
        body: { kind: "delivery", delivery: id },
        notBefore: undefined,
      }),
    );
  if (messages.length > 0) await bus.send(messages);
}

/** What nobody dealt with after its first arrival may have lost its message then: a second one costs nothing. */
async function isUnsettled(id: DeliveryId, inbox: Inbox): Promise<boolean> {
  const stored = await inbox.read(id);
  return stored !== undefined && stored.settled === undefined;
}

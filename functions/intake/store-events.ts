import type { Instant } from "../../shared/domain/ids.ts";
import { arrivalMessage } from "../../shared/domain/messages.ts";
import type { Bus, DeliveryId } from "../../shared/domain/ports/bus.ts";
import type { Inbox, StoredEvent } from "../../shared/domain/ports/inbox.ts";
import type { Log } from "../../shared/domain/ports/log.ts";
import { within } from "./within.ts";

export interface StoreDeps {
  readonly inbox: Inbox;
  readonly bus: Bus;
  readonly log: Log;
}

/** What becomes one row of the inbox. The same key again is the same row. */
export interface Part {
  readonly key: string;
  readonly events: readonly StoredEvent[];
}

/** A row as it stands after it was stored, now or before. */
export type Stored = { readonly id: DeliveryId; readonly was: "stored" | "known" };

/** Stores each part durably. @throws whatever the inbox throws: nothing may be answered as accepted then */
export async function storeParts(
  source: string,
  parts: readonly Part[],
  receivedAt: Instant,
  { inbox }: Pick<StoreDeps, "inbox">,
): Promise<readonly Stored[]> {
  return await Promise.all(
    parts.map(async ({ key, events }) => {
      const id = inbox.idFor(source, key, receivedAt);
      return { id, was: await inbox.store({ id, events, receivedAt }) };
    }),
  );
}

/**
 * Sends the messages that wake the next function, for at most the given milliseconds. It never fails: what is stored is
 * found by the sweep, which `waits` says in the log.
 */
export async function announceRows(
  rows: readonly Stored[],
  forMs: number,
  waits: Parameters<Log>[0],
  deps: StoreDeps,
): Promise<void> {
  if (rows.length === 0) return;
  try {
    await within(forMs, send(rows, deps));
  } catch (error) {
    deps.log({ ...waits, error: error instanceof Error ? error.name : "unknown" });
  }
}

async function send(rows: readonly Stored[], { inbox, bus }: StoreDeps): Promise<void> {
  const open = await Promise.all(rows.map(async (row) => row.was === "stored" || (await isUnsettled(row.id, inbox))));
  const messages = rows.filter((_, index) => open[index]).map(({ id }) => arrivalMessage(id));
  if (messages.length > 0) await bus.send(messages);
}

/** What nobody dealt with after its first arrival may have lost its message then: a second one costs nothing. */
async function isUnsettled(id: DeliveryId, inbox: Inbox): Promise<boolean> {
  const stored = await inbox.read(id);
  return stored !== undefined && stored.settled === undefined;
}

import type { TableClient } from "@azure/data-tables";
import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { CaseId, epochMs, Instant, instant, LeaverId, SourceName } from "../../domain/ids.ts";
import type { DeliveryId } from "../../domain/ports/bus.ts";
import type { Inbox, StoredDelivery } from "../../domain/ports/inbox.ts";
import type { DueIndex } from "../../domain/ports/ledger.ts";
import { keyHash } from "./keys.ts";
import { decodeRow, encodeRow } from "./row.ts";
import { hasStatus, isAmbiguous, storage } from "./storage-errors.ts";

/** A delivery whose message never arrived is found by the sweep after so long, in milliseconds. */
const sweepAfterMs = 60_000;

const told = { source: SourceName, receivedAt: Instant };

const StoredEvent = z.union([
  z.object({
    ...told,
    kind: z.enum([
      "termination.recorded",
      "termination.changed",
      "termination.cancelled",
      "termination.effective",
      "access.revoke-now",
      "employment.restarted",
      "employee.changed",
      "unknown",
    ]),
    employeeRef: z.string(),
  }),
  z.object({
    ...told,
    kind: z.enum(["account.changed", "account.deleted", "account.purged"]),
    leaverId: LeaverId,
    by: z.enum(["notification", "delta"]),
  }),
  z.object({
    ...told,
    kind: z.enum(["subscription.reauthorize", "subscription.removed", "subscription.missed"]),
  }),
]);

const Row = z.object({
  events: z.array(StoredEvent),
  receivedAt: Instant,
  writeId: z.string(),
  dueKey: z.string(),
  bucket: z.enum(["opened", "joined", "revised", "refused"]).optional(),
  caseId: CaseId.optional(),
  because: z.string().optional(),
});

/** When the sweep finds a delivery whose message never arrived. */
export function sweptAt(receivedAt: Instant): Instant {
  return instant(epochMs(receivedAt) + sweepAfterMs);
}

/** A delivery that nobody has settled yet, as its row. */
export function deliveryRow(
  { id, events, receivedAt }: Omit<StoredDelivery, "settled">,
  { writeId, dueKey }: { readonly writeId: string; readonly dueKey: string },
): DeliveryRow {
  return { ...encodeRow({ events, receivedAt, writeId, dueKey }), ...keysOf(id) };
}

type DeliveryRow = { partitionKey: string; rowKey: string; [name: string]: unknown };

/** Deliveries in a table: the row is inbox and replay guard at once, and stays after it was settled. */
export class TableInbox implements Inbox {
  readonly #table: TableClient;
  readonly #due: DueIndex;
  readonly #newId: () => string;

  constructor(table: TableClient, due: DueIndex, newId: () => string) {
    this.#table = table;
    this.#due = due;
    this.#newId = newId;
  }

  /** Not by day: a repetition on the next day must find the first (RULE 7). Two digits of the hash spread the load. */
  idFor(source: string, deliveryKey: string): DeliveryId {
    const row = keyHash(deliveryKey);
    return { partition: `${source}-${row.slice(0, 2)}`, row };
  }

  async store(delivery: Omit<StoredDelivery, "settled">): Promise<"stored" | "known"> {
    const { id, receivedAt } = delivery;
    const at = sweptAt(receivedAt);
    const due = { kind: "delivery", delivery: id } as const;
    const dueKey = this.#due.keyFor(at, due);
    const row = deliveryRow(delivery, { writeId: this.#newId(), dueKey });
    // Both at once, because the sender waits: neither is worth anything to it without the other, and only both are a 202.
    const [written] = await Promise.all([this.#insert(row), this.#due.put(at, due)]);
    if (written === "stored") return "stored";
    await this.#meetAgain(id, dueKey);
    return "known";
  }

  async read(id: DeliveryId): Promise<StoredDelivery | undefined> {
    const row = await this.#row(id);
    if (row === undefined) return undefined;
    const { bucket, caseId, because = "" } = row;
    const settled = bucket === undefined ? undefined : { bucket, caseId, because };
    return { id, events: row.events, receivedAt: row.receivedAt, settled };
  }

  async settle(id: DeliveryId, settled: NonNullable<StoredDelivery["settled"]>): Promise<void> {
    const row = await this.#row(id);
    if (row === undefined) return;
    if (row.bucket === undefined) {
      await storage(() => this.#table.updateEntity({ ...encodeRow({ ...settled }), ...keysOf(id) }, "Merge"));
    }
    await this.#due.remove(row.dueKey);
  }

  async #insert(row: DeliveryRow): Promise<"stored" | "known"> {
    try {
      await this.#table.createEntity(row);
      return "stored";
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      const there = await this.#row({ partition: row.partitionKey, row: row.rowKey });
      if (there === undefined) throw new TryLaterError("Table Storage did not take the delivery", { cause: error });
      return there.writeId === row.writeId ? "stored" : "known";
    }
  }

  /** A repetition leaves no entry of its own; a first one that nobody settled keeps, or gets back, its entry. */
  async #meetAgain(id: DeliveryId, ownKey: string): Promise<void> {
    const first = await this.#row(id);
    if (first?.dueKey !== ownKey) await this.#due.remove(ownKey);
    if (first === undefined || first.bucket !== undefined) return;
    await this.#due.put(sweptAt(first.receivedAt), { kind: "delivery", delivery: id });
  }

  async #row(id: DeliveryId): Promise<z.infer<typeof Row> | undefined> {
    try {
      return Row.parse(decodeRow(await storage(() => this.#table.getEntity(id.partition, id.row))));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}

function keysOf(id: DeliveryId): { partitionKey: string; rowKey: string } {
  return { partitionKey: id.partition, rowKey: id.row };
}

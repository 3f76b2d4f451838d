import type { TableClient, TransactionAction } from "@azure/data-tables";
import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { AccountEvent } from "../../domain/ports/directory-events.ts";
import type { DueIndex } from "../../domain/ports/ledger.ts";
import type { ChangesProgress, ChangesStore } from "../../domain/ports/user-changes.ts";
import { keyHash } from "./keys.ts";
import { decodeRow, encodeRow } from "./row.ts";
import { hasStatus, isAmbiguous, storage } from "./storage-errors.ts";
import { deliveryRow, sweptAt } from "./table-inbox.ts";

/** The place and the deliveries of what was found lie beside each other, so that one transaction writes both. */
const partitionKey = "directory-changes";
/** Deliveries beside it are named by a hash, so none is named like this. */
const rowKey = "progress";
/** Events in one delivery: one message is one row, and each event is a read at the directory. */
const eventsPerRow = 25;
/** A transaction takes 100 operations; one is the place. */
const mostRows = 99;

const Progress = z.object({
  phase: z.enum(["changes", "everybody", "bin"]),
  link: z.string().optional(),
  after: z.string().optional(),
  since: Instant.optional(),
  finishedAt: Instant.optional(),
  unheardSince: Instant.optional(),
});
const Row = Progress.extend({ writeId: z.string(), etag: z.string() });

/** Where the reading of the directory's changes stands, in the table of deliveries (RULE 12). */
export class TableChangesStore implements ChangesStore {
  readonly #table: TableClient;
  readonly #due: DueIndex;
  readonly #clock: Clock;
  readonly #newId: () => string;

  constructor(table: TableClient, parts: { due: DueIndex; clock: Clock; newId: () => string }) {
    this.#table = table;
    this.#due = parts.due;
    this.#clock = parts.clock;
    this.#newId = parts.newId;
  }

  async read(): Promise<{ readonly progress: ChangesProgress; readonly etag: string } | undefined> {
    const row = await this.#row();
    return row && { progress: Progress.parse(row), etag: row.etag };
  }

  async write(
    progress: ChangesProgress,
    events: readonly AccountEvent[],
    etag: string | undefined,
  ): ReturnType<ChangesStore["write"]> {
    const writeId = this.#newId();
    const receivedAt = this.#clock.now();
    const rows = inRows(events).map((part, index) => {
      const id = { partition: partitionKey, row: keyHash(`${writeId}.${index}`) };
      return { id, events: part, receivedAt };
    });
    // The entries first: one without its delivery is only a look in vain (section 11.3).
    const dueKeys = await Promise.all(
      rows.map(({ id }) => this.#due.put(sweptAt(receivedAt), { kind: "delivery", delivery: id })),
    );
    const place = { ...encodeRow({ ...progress, writeId }), partitionKey, rowKey };
    const actions: TransactionAction[] = [
      etag === undefined ? ["create", place] : ["update", place, "Replace", { etag }],
      ...rows.map(
        (row, index): TransactionAction => ["create", deliveryRow(row, { writeId, dueKey: dueKeys[index] ?? "" })],
      ),
    ];
    const deliveries = rows.map(({ id }) => id);
    const landed = await this.#submit(actions, writeId);
    return landed === undefined ? "lost" : { etag: landed, deliveries };
  }

  /** @returns the ETag of the place; undefined when somebody else has gone on from there */
  async #submit(actions: TransactionAction[], writeId: string): Promise<string | undefined> {
    try {
      const { subResponses } = await this.#table.submitTransaction(actions);
      return subResponses[0]?.etag ?? (await this.#row())?.etag;
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      // Ours or somebody else's: the place itself says whose (RULE 18).
      const there = await this.#row();
      if (there?.writeId === writeId) return there.etag;
      if (hasStatus(error, 404, 409, 412)) return undefined;
      throw new TryLaterError("Table Storage did not take what changed in the directory", { cause: error });
    }
  }

  async #row(): Promise<z.infer<typeof Row> | undefined> {
    try {
      return Row.parse(decodeRow(await storage(() => this.#table.getEntity(partitionKey, rowKey))));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}

function inRows(events: readonly AccountEvent[]): readonly (readonly AccountEvent[])[] {
  const perRow = Math.max(eventsPerRow, Math.ceil(events.length / mostRows));
  return Array.from({ length: Math.ceil(events.length / perRow) }, (_, index) =>
    events.slice(index * perRow, (index + 1) * perRow),
  );
}

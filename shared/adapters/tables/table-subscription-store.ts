import type { TableClient } from "@azure/data-tables";
import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { Instant } from "../../domain/ids.ts";
import type { SubscriptionState, SubscriptionStore } from "../../domain/ports/subscriptions.ts";
import { decodeRow, encodeRow } from "./row.ts";
import { hasStatus, isAmbiguous, storage } from "./storage-errors.ts";

/** No HR source can have this name: it has a full stop. */
const partitionKey = "graph.users";

const State = z.object({
  current: z
    .object({
      id: z.string(),
      secretHash: z.string(),
      notificationUrl: z.string(),
      madeAt: Instant,
      renewedAt: Instant,
      expiresAt: Instant,
    })
    .optional(),
  making: z.object({ secretHash: z.string(), at: Instant }).optional(),
});
const Row = State.extend({ writeId: z.string(), etag: z.string() });
const Heard = z.object({ at: Instant });

/** Two rows beside the progress of the HR sources: the subscription, and when a notification last came. */
export class TableSubscriptionStore implements SubscriptionStore {
  readonly #table: TableClient;
  readonly #newId: () => string;

  constructor(table: TableClient, newId: () => string) {
    this.#table = table;
    this.#newId = newId;
  }

  async read(): Promise<{ readonly state: SubscriptionState; readonly etag: string | undefined }> {
    const row = await this.#row("subscription", Row);
    if (row === undefined) return { state: {}, etag: undefined };
    const { etag } = row;
    return { state: State.parse(row), etag };
  }

  async write(state: SubscriptionState, etag: string | undefined): Promise<{ readonly etag: string } | "lost"> {
    const writeId = this.#newId();
    const row = { ...encodeRow({ ...state, writeId }), partitionKey, rowKey: "subscription" };
    try {
      const answer =
        etag === undefined
          ? await this.#table.createEntity(row)
          : await this.#table.updateEntity(row, "Replace", { etag });
      return { etag: answer.etag ?? (await this.#written(writeId)) };
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      // Ours or somebody else's: the row itself says whose (RULE 18).
      const there = await this.#row("subscription", Row);
      if (there?.writeId === writeId) return { etag: there.etag };
      if (hasStatus(error, 404, 409, 412)) return "lost";
      throw new TryLaterError("Table Storage did not take the state of the subscription", { cause: error });
    }
  }

  async heardAt(): Promise<Instant | undefined> {
    return (await this.#row("heard", Heard))?.at;
  }

  async heard(at: Instant): Promise<void> {
    await storage(() => this.#table.upsertEntity({ at, partitionKey, rowKey: "heard" }, "Replace"));
  }

  async #written(writeId: string): Promise<string> {
    const there = await this.#row("subscription", Row);
    if (there?.writeId === writeId) return there.etag;
    throw new TryLaterError("The state of the subscription cannot be read back");
  }

  async #row<T>(rowKey: string, shape: z.ZodType<T>): Promise<T | undefined> {
    try {
      return shape.parse(decodeRow(await storage(() => this.#table.getEntity(partitionKey, rowKey))));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}

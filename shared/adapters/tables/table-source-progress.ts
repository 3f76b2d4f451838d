import type { TableClient } from "@azure/data-tables";
import { z } from "zod";
import { Instant, type SourceName } from "../../domain/ids.ts";
import type { SourceProgress, SourceProgresses } from "../../domain/ports/hr-ends.ts";
import { decodeRow, encodeRow } from "./row.ts";
import { hasStatus, storage } from "./storage-errors.ts";

const Progress = z.object({
  since: Instant,
  pass: z.object({ startedAt: Instant, cursor: z.string().optional() }).optional(),
  startedAt: Instant.optional(),
});
const Wish = z.object({ at: Instant });

/** Two rows per HR source: how far its reading has come, and whether somebody asked for one before its time. */
export class TableSourceProgresses implements SourceProgresses {
  readonly #table: TableClient;

  constructor(table: TableClient) {
    this.#table = table;
  }

  async read(source: SourceName): Promise<SourceProgress | undefined> {
    return await this.#row(source, "progress", Progress);
  }

  async write(source: SourceName, progress: SourceProgress): Promise<void> {
    await this.#put(source, "progress", { ...progress });
  }

  async askedAt(source: SourceName): Promise<Instant | undefined> {
    return (await this.#row(source, "wish", Wish))?.at;
  }

  async askSoon(source: SourceName, at: Instant): Promise<void> {
    await this.#put(source, "wish", { at });
  }

  async #put(partitionKey: string, rowKey: string, value: Record<string, unknown>): Promise<void> {
    await storage(() => this.#table.upsertEntity({ ...encodeRow(value), partitionKey, rowKey }, "Replace"));
  }

  async #row<T>(partition: string, row: string, shape: z.ZodType<T>): Promise<T | undefined> {
    try {
      return shape.parse(decodeRow(await storage(() => this.#table.getEntity(partition, row))));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}

import { hashOf } from "../../shared/domain/hash.ts";
import type { DeliveryId } from "../../shared/domain/ports/bus.ts";
import type { Inbox, StoredDelivery } from "../../shared/domain/ports/inbox.ts";

/** The inbox in memory. `beforeStore` may wait or throw, to play a slow or an absent storage. */
export class MemoryInbox implements Inbox {
  readonly #rows = new Map<string, StoredDelivery>();
  beforeStore: () => Promise<void> = async () => undefined;

  /** Everything that was stored, oldest first. */
  get stored(): readonly StoredDelivery[] {
    return [...this.#rows.values()];
  }

  idFor(source: string, deliveryKey: string): DeliveryId {
    const row = hashOf(source, deliveryKey);
    return { partition: `${source}-${row.slice(0, 2)}`, row };
  }

  async store(delivery: Omit<StoredDelivery, "settled">): Promise<"stored" | "known"> {
    await this.beforeStore();
    if (this.#rows.has(keyOf(delivery.id))) return "known";
    this.#rows.set(keyOf(delivery.id), { ...delivery, settled: undefined });
    return "stored";
  }

  async read(id: DeliveryId): Promise<StoredDelivery | undefined> {
    return this.#rows.get(keyOf(id));
  }

  async settle(id: DeliveryId, settled: NonNullable<StoredDelivery["settled"]>): Promise<void> {
    const row = this.#rows.get(keyOf(id));
    if (row !== undefined && row.settled === undefined) this.#rows.set(keyOf(id), { ...row, settled });
  }
}

function keyOf(id: DeliveryId): string {
  return `${id.partition}/${id.row}`;
}

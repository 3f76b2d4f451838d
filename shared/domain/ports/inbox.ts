import type { CaseId, Instant } from "../ids.ts";
import type { DeliveryId } from "./bus.ts";
import type { DirectoryEvent } from "./directory-events.ts";
import type { HrEvent } from "./hr-records.ts";

/** The one bucket that each accepted delivery ends in (invariant I8). */
export type Bucket = "opened" | "joined" | "revised" | "refused";

/** What an HR system or the directory told, reduced to what Leaver needs. */
export type StoredEvent = HrEvent | DirectoryEvent;

export interface StoredDelivery {
  readonly id: DeliveryId;
  readonly events: readonly StoredEvent[];
  readonly receivedAt: Instant;
  /** Undefined while nobody dealt with it. */
  readonly settled:
    | { readonly bucket: Bucket; readonly caseId: CaseId | undefined; readonly because: string }
    | undefined;
}

/** Inbox and replay guard in one: one row per delivery, insert-only (RULE 2 g, RULE 4). */
export interface Inbox {
  /** The id for a delivery key of one source: hashed, because keys come from outside. */
  idFor(source: string, deliveryKey: string, receivedAt: Instant): DeliveryId;
  /**
   * Stores the delivery durably, with an index entry so that the sweep finds it when no message ever leaves.
   * @returns `known` when this delivery key was stored before (within 8 days): first and repeated answer are the same
   * @throws {TryLaterError} storage did not take it: answer 503
   */
  store(delivery: Omit<StoredDelivery, "settled">): Promise<"stored" | "known">;
  read(id: DeliveryId): Promise<StoredDelivery | undefined>;
  /** Records what became of it. Settling twice keeps the first bucket. */
  settle(id: DeliveryId, settled: NonNullable<StoredDelivery["settled"]>): Promise<void>;
}

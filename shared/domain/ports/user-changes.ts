import type { Instant, LeaverId } from "../ids.ts";
import type { DeliveryId } from "./bus.ts";
import type { AccountEvent } from "./directory-events.ts";

/** What a delta query says about one account: it is there (new, changed or restored), in the bin, or gone for good. */
export interface UserChange {
  readonly id: LeaverId;
  readonly kind: "present" | "deleted" | "purged";
}

/** One page. `next` is the rest of the round; `end` is where the next round begins. */
export type ChangesPage =
  | { readonly kind: "page"; readonly changes: readonly UserChange[]; readonly next: string }
  | { readonly kind: "last"; readonly changes: readonly UserChange[]; readonly end: string }
  /** The place is too old, or Graph has lost it: everybody has to be read again. */
  | { readonly kind: "expired" };

/** The directory's own account of what happened to its users (section 5.7). Throws `TryLaterError` and `NeedsPersonError`. */
export interface UserChanges {
  /** A place from now on, without reading who is there. */
  latest(): Promise<string>;
  /** @param link undefined: from the beginning, which shows everybody who is there */
  page(link: string | undefined): Promise<ChangesPage>;
}

/**
 * Where the reading stands. `changes`: rounds of changes since the last one. After a place was lost: `everybody` reads who is
 * there, to find those who came back, then `bin` reads who was deleted meanwhile.
 */
export interface ChangesProgress {
  readonly phase: "changes" | "everybody" | "bin";
  /** Where the next page is; undefined: at the beginning of the phase. */
  readonly link?: string | undefined;
  /** While the bin is read: where the rounds of changes go on. */
  readonly after?: string | undefined;
  /** While a lost place is made up for: deletions since then may not have been told. */
  readonly since?: Instant | undefined;
  /** When the last round ended; undefined: none has. */
  readonly finishedAt?: Instant | undefined;
  /** Changes were found that no notification had told of, since then. */
  readonly unheardSince?: Instant | undefined;
}

/** Keeps the place together with what was found up to it. */
export interface ChangesStore {
  read(): Promise<{ readonly progress: ChangesProgress; readonly etag: string } | undefined>;
  /**
   * Writes the new place, and a delivery for each part of the events, all or nothing (RULE 12).
   *
   * @param etag of the place that the events were found from; undefined: there was none
   * @returns `lost` when somebody else has gone on from there
   */
  write(
    progress: ChangesProgress,
    events: readonly AccountEvent[],
    etag: string | undefined,
  ): Promise<{ readonly etag: string; readonly deliveries: readonly DeliveryId[] } | "lost">;
}

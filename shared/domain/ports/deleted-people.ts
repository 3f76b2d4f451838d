import type { Instant, LeaverId } from "../ids.ts";

/** An account in the bin, with what the directory still shows of the person. */
export interface DeletedPerson {
  readonly id: LeaverId;
  readonly deletedAt: Instant;
  /** When the directory removes it for good: 30 days after the deletion (FACT-10). */
  readonly purgedAt: Instant;
  readonly kind: "member" | "guest";
  readonly resourceAccount: boolean;
  readonly employeeId: string | undefined;
  readonly department: string | undefined;
  /** As the directory has it, which is text that somebody typed, or else two letters. */
  readonly country: string | undefined;
}

/** The directory's bin, as far as the retention of somebody's data goes by it. Same errors as `Directory`. */
export interface DeletedPeople {
  /** Undefined: alive, or gone for good. */
  find(id: LeaverId): Promise<DeletedPerson | undefined>;
  /** Who is in the bin. @param link of the page before */
  page(link: string | undefined): Promise<{
    readonly people: readonly { readonly id: LeaverId; readonly deletedAt: Instant }[];
    readonly next: string | undefined;
  }>;
}

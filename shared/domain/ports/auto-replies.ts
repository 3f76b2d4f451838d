import type { LeaverId } from "../ids.ts";

/** What the mailbox answers by itself. Its text is personal: only whether it carries a mark is told. */
export interface AutoReply {
  readonly state: "disabled" | "enabled" | "scheduled";
  /** Readers inside and outside get a text with the mark that was asked for. */
  readonly marked: boolean;
}

/** Automatic replies. Same errors as `Directory`. */
export interface AutoReplies {
  /** @returns undefined: no cloud mailbox */
  of(id: LeaverId, mark: string): Promise<AutoReply | undefined>;
  /** Answers everybody with this text, from now on. @param html without scripts and styles */
  answer(id: LeaverId, html: string): Promise<void>;
  silence(id: LeaverId): Promise<void>;
}

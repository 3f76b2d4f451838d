import type { Instant, SourceName } from "../ids.ts";

/** Somebody whose end is, or may be, recorded at the source. */
export interface RecordedEnd {
  /** The source's own id, as `HrRecords.read` takes it. */
  readonly employeeRef: string;
  /** The same as long as the same end of the same employment is recorded; another one tells the person again. */
  readonly stamp: string;
}

export interface EndsPage {
  readonly ends: readonly RecordedEnd[];
  /** Where the next page begins; undefined: this was the last one. */
  readonly next: string | undefined;
}

/** Lists people whose end a source has recorded, page by page (RULE 3). Same errors as `HrRecords`. */
export interface HrEnds {
  /**
   * `changes`: since when the source is to be asked for changed records. `ends`: the oldest end that counts, as the source can
   * only be read whole.
   */
  readonly since: "changes" | "ends";
  page(since: Instant, cursor: string | undefined): Promise<EndsPage>;
}

/** How far the reading of one source has come. */
export interface SourceProgress {
  /** What `HrEnds.page` is asked with. */
  readonly since: Instant;
  /** The pass that is under way; undefined: the last one was finished. */
  readonly pass?: { readonly startedAt: Instant; readonly cursor?: string | undefined } | undefined;
  /** When the last pass began; undefined: there was none yet. */
  readonly startedAt?: Instant | undefined;
}

/** The progress per source, kept across processes. Two writers at once cost repeated reading and nothing else. */
export interface SourceProgresses {
  read(source: SourceName): Promise<SourceProgress | undefined>;
  write(source: SourceName, progress: SourceProgress): Promise<void>;
  /** When somebody last asked for a reading before its time; undefined: never. */
  askedAt(source: SourceName): Promise<Instant | undefined>;
  /** Asks for a reading before its time: a notice was refused that may have been a true one. */
  askSoon(source: SourceName, at: Instant): Promise<void>;
}

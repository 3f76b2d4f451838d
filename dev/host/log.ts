/** One line of the host, the worker, or the app. */
export interface LogEntry {
  /** Virtual time, ISO 8601 in UTC. */
  readonly at: string;
  readonly level: string;
  readonly functionName?: string;
  readonly invocationId?: string;
  readonly message: string;
}

/** Takes a line; the time is put on it by whoever made the log. */
export type Log = (entry: Omit<LogEntry, "at">) => void;

import { z } from "zod";
import { JsonFile } from "../../json-file.ts";

/** When a timer last began and is next due, epoch milliseconds. `last` is absent as long as it never ran. */
const TimerStatus = z.object({
  last: z.number().optional(),
  next: z.number(),
  lastUpdated: z.number().optional(),
});
export type TimerStatus = z.infer<typeof TimerStatus>;

const Content = z.record(z.string(), TimerStatus);

/** What the host remembers of its timers: shared by all instances, and kept in a file where one is given. */
export class TimerStatuses {
  readonly #statuses: Map<string, TimerStatus>;
  readonly #file: JsonFile<z.infer<typeof Content>> | undefined;

  /** @throws {JsonFileError} the file cannot be used */
  constructor(path?: string) {
    this.#file = path === undefined ? undefined : new JsonFile(path, Content, () => Object.fromEntries(this.#statuses));
    this.#statuses = new Map(Object.entries(this.#file?.read() ?? {}));
  }

  get(functionName: string): TimerStatus | undefined {
    return this.#statuses.get(functionName);
  }

  set(functionName: string, status: TimerStatus): void {
    this.#statuses.set(functionName, status);
    // At once, as the real host does: a status that is lost runs a timer twice.
    this.#file?.write();
  }
}

import type { SourceName } from "../../shared/domain/ids.ts";
import type { Clock } from "../../shared/domain/ports/clock.ts";
import type { SourceProgresses } from "../../shared/domain/ports/hr-ends.ts";
import type { Log } from "../../shared/domain/ports/log.ts";
import { within } from "./within.ts";

/** So many wrong signatures without a right one between them look like a secret that was changed on one side only. */
const runOfFailures = 5;

interface DoubtDeps {
  readonly progress?: Pick<SourceProgresses, "askSoon">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Refused deliveries that may have been true ones: genuine but late, or signed with a secret that nobody told us of. Most
 * senders do not come again after a 4xx, so the source is read soon; reading it again does no harm (RULE 1, RULE 3).
 */
export class Doubts {
  readonly #deps: DoubtDeps;
  readonly #failures = new Map<SourceName, number>();

  constructor(deps: DoubtDeps) {
    this.#deps = deps;
  }

  /** A delivery was genuine. */
  cleared(source: SourceName): void {
    this.#failures.delete(source);
  }

  /** A delivery was refused. Never fails, and takes no longer than the given milliseconds. */
  async about(source: SourceName, because: string, forMs: number): Promise<void> {
    if (because === "window") return await this.#askSoon(source, forMs);
    if (because !== "signature") return;
    const failures = (this.#failures.get(source) ?? 0) + 1;
    this.#failures.set(source, failures);
    // Once for each run: whoever sends rubbish must not decide how often the source is read.
    if (failures !== runOfFailures) return;
    this.#deps.log({ event: "hr-signatures-failing", security: true, source, failures });
    await this.#askSoon(source, forMs);
  }

  async #askSoon(source: SourceName, forMs: number): Promise<void> {
    const { progress, clock, log } = this.#deps;
    if (progress === undefined) return;
    try {
      await within(forMs, progress.askSoon(source, clock.now()));
    } catch (error) {
      log({ event: "hr-source-not-marked", source, error: error instanceof Error ? error.name : "unknown" });
    }
  }
}

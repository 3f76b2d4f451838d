import type { Instance } from "./instance.ts";
import type { FunctionStats } from "./invocations.ts";
import { NoWorkerError } from "./worker-errors.ts";

/** All instances of one app, as the platform's front end and an observer see them. */
export class Instances {
  readonly all: readonly Instance[];
  #turn = 0;

  constructor(all: readonly Instance[]) {
    this.all = all;
  }

  /**
   * Who takes the next request: in turn, those that have a worker first, then those that wait for one.
   *
   * @throws {NoWorkerError} all instances have been stopped
   */
  next(): Instance {
    const open = this.all.filter((each) => each.open);
    const ready = open.filter(({ supervisor }) => supervisor.isReady);
    const choice = ready.length > 0 ? ready : open;
    const chosen = choice[this.#turn++ % choice.length];
    if (chosen === undefined) throw new NoWorkerError("Every instance has been stopped");
    return chosen;
  }

  /** Over all instances, those that were stopped included. */
  stats(): Record<string, FunctionStats> {
    const sums: Record<string, FunctionStats> = {};
    for (const { invocations } of this.all) {
      for (const [name, { started, succeeded, failed }] of Object.entries(invocations.stats())) {
        const sum = sums[name] ?? { started: 0, succeeded: 0, failed: 0 };
        sums[name] = {
          started: sum.started + started,
          succeeded: sum.succeeded + succeeded,
          failed: sum.failed + failed,
        };
      }
    }
    return sums;
  }

  /** Resolves when no instance works on anything and none has a timer that is due. */
  async idle(): Promise<void> {
    const busy = () => this.all.some((each) => each.invocations.busy || each.due());
    do {
      await Promise.all(this.all.map((each) => each.invocations.idle(() => each.due())));
    } while (busy());
  }
}

import type { VirtualClock } from "../../clock.ts";
import { dotNetDate } from "../dot-net-date.ts";
import type { TimerFunction } from "../functions.ts";
import type { Invocations } from "../invocations.ts";
import type { Log } from "../log.ts";
import { parseNcrontab, type Schedule } from "./ncrontab.ts";

const NEVER = "0001-01-01T00:00:00+00:00";

export interface TimerListenerOptions {
  readonly target: TimerFunction;
  readonly clock: VirtualClock;
  readonly invocations: Invocations;
  readonly workerWaitMs: number;
  readonly log: Log;
}

/**
 * Runs one timer function on the virtual clock. It never overlaps itself, a manual run included; occurrences that pass
 * during a run become one, and so do those that the clock jumps over (that one is past due). Past-due state is kept in
 * memory: a host that starts catches nothing up.
 */
export class TimerListener {
  readonly #options: TimerListenerOptions;
  readonly #schedule: Schedule;
  #next = Number.POSITIVE_INFINITY;
  #cancel: () => void = () => undefined;
  #stopped = true;
  #lastRun: Promise<void> = Promise.resolve();
  #lastStarted: number | undefined;

  /** @throws when the schedule is no NCRONTAB expression */
  constructor(options: TimerListenerOptions) {
    this.#options = options;
    this.#schedule = parseNcrontab(options.target.schedule);
  }

  get functionName(): string {
    return this.#options.target.name;
  }

  start(): void {
    this.#stopped = false;
    const { clock, target } = this.#options;
    if (target.runOnStartup) void this.#fire(clock.now(), false);
    else this.#arm();
  }

  /** No new run begins by the schedule. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
    this.#next = Number.POSITIVE_INFINITY;
  }

  /** Whether an occurrence has come whose run has not begun. */
  due(): boolean {
    return this.#next <= this.#options.clock.now();
  }

  /** One run outside the schedule, after the one that is running. @throws what the invocation threw */
  runNow(): Promise<void> {
    return this.#run(this.#schedule.next(this.#options.clock.now()), false);
  }

  #arm(): void {
    if (this.#stopped) return;
    const { clock } = this.#options;
    const next = this.#schedule.next(clock.now());
    this.#next = next;
    this.#cancel = clock.at(next, () => {
      // More than one has passed: only a jump of the clock does that, so this run is late.
      void this.#fire(next, this.#schedule.next(next) <= clock.now());
    });
  }

  async #fire(occurrence: number, isPastDue: boolean): Promise<void> {
    this.#next = Number.POSITIVE_INFINITY;
    const { clock, invocations } = this.#options;
    await invocations.during(async () => {
      let due = occurrence;
      let late = isPastDue;
      do {
        const begun = clock.now();
        await this.#run(due, late).catch(() => undefined);
        due = this.#schedule.next(begun);
        late = false;
      } while (due <= clock.now() && !this.#stopped);
      this.#arm();
    });
  }

  #run(occurrence: number, isPastDue: boolean): Promise<void> {
    const { target, clock, invocations, workerWaitMs, log } = this.#options;
    const run = this.#lastRun.then(() =>
      invocations.during(async () => {
        const status = this.#status(occurrence);
        this.#lastStarted = clock.now();
        const value = { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: isPastDue };
        await invocations.run(target, { input: { json: JSON.stringify(value) } }, workerWaitMs);
      }),
    );
    this.#lastRun = run.catch((error: unknown) => {
      log({ level: "warning", functionName: target.name, message: `The timer's run failed: ${String(error)}` });
    });
    return run;
  }

  #status(occurrence: number): { Last: string; Next: string; LastUpdated: string } | null {
    if (!this.#options.target.useMonitor || this.#schedule.oftenPerMinute) return null;
    const last = this.#lastStarted === undefined ? NEVER : withOffset(this.#lastStarted);
    return { Last: last, Next: withOffset(occurrence), LastUpdated: last };
  }
}

function withOffset(epochMs: number): string {
  return `${dotNetDate(new Date(epochMs))}+00:00`;
}

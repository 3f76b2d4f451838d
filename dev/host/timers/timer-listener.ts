import type { VirtualClock } from "../../clock.ts";
import type { TimerFunction } from "../functions.ts";
import type { Invocations } from "../invocations.ts";
import type { Log } from "../log.ts";
import { parseNcrontab, type Schedule } from "./ncrontab.ts";
import { statusAtStart } from "./past-due.ts";
import { runWithRetries } from "./run-with-retries.ts";
import { timerData } from "./timer-data.ts";
import type { TimerStatus, TimerStatuses } from "./timer-status.ts";

export interface TimerListenerOptions {
  readonly target: TimerFunction;
  readonly statuses: TimerStatuses;
  readonly clock: VirtualClock;
  readonly invocations: Invocations;
  readonly workerWaitMs: number;
  readonly log: Log;
}

/**
 * Runs one timer function on the virtual clock. It never overlaps itself: occurrences that pass during a run become one,
 * and so do those that the clock jumps over or that passed while no host was there (that one is past due). A run by hand
 * stands beside the schedule and waits for nobody, as in the real host.
 */
export class TimerListener {
  readonly #options: TimerListenerOptions;
  readonly #schedule: Schedule;
  #status: TimerStatus | undefined;
  #next = Number.POSITIVE_INFINITY;
  #cancel: () => void = () => undefined;
  readonly #stop = new AbortController();

  /** @throws when the schedule is no NCRONTAB expression */
  constructor(options: TimerListenerOptions) {
    this.#options = options;
    this.#schedule = parseNcrontab(options.target.schedule);
  }

  get functionName(): string {
    return this.#options.target.name;
  }

  /** Past due wins over `runOnStartup`. */
  start(): void {
    const { clock, target } = this.#options;
    const now = clock.now();
    const isPastDue = this.#readStatus(now);
    if (isPastDue || target.runOnStartup) void this.#fire(now, isPastDue);
    else this.#arm();
  }

  /** No new run begins by the schedule, and no retry. */
  stop(): void {
    this.#stop.abort();
    this.#cancel();
    this.#next = Number.POSITIVE_INFINITY;
  }

  /** Whether an occurrence has come whose run has not begun. */
  due(): boolean {
    return this.#next <= this.#options.clock.now();
  }

  /** One run outside the schedule, without retries; the schedule does not learn of it. @throws what the invocation threw */
  async runNow(): Promise<void> {
    const { target, invocations, workerWaitMs, statuses } = this.#options;
    const status = this.#monitored ? statuses.get(target.name) : undefined;
    await invocations.during(() => invocations.run(target, timerData(status, false), workerWaitMs));
  }

  get #monitored(): boolean {
    return this.#options.target.useMonitor && !this.#schedule.oftenPerMinute;
  }

  /** Whether an occurrence was missed. */
  #readStatus(now: number): boolean {
    if (!this.#monitored) return false;
    const { statuses, target } = this.#options;
    const found = statusAtStart(statuses.get(target.name), this.#schedule, now);
    if (found.record !== undefined) statuses.set(target.name, found.record);
    this.#status = found.status;
    return found.isPastDue;
  }

  #arm(begun = this.#options.clock.now()): void {
    if (this.#stop.signal.aborted) return;
    const { clock } = this.#options;
    const next = this.#status?.next ?? this.#schedule.next(begun);
    this.#next = next;
    this.#cancel = clock.at(next, () => {
      // More than one has passed: only a jump of the clock does that, as when no host was there. So this run is late.
      void this.#fire(next, this.#schedule.next(next) <= clock.now());
    });
  }

  async #fire(occurrence: number, isPastDue: boolean): Promise<void> {
    this.#next = Number.POSITIVE_INFINITY;
    const { clock, invocations } = this.#options;
    await invocations.during(async () => {
      let due = occurrence;
      let late = isPastDue;
      for (;;) {
        const begun = Math.max(clock.now(), due);
        await this.#run(late);
        this.#record(begun);
        due = this.#schedule.next(begun);
        late = false;
        if (due > clock.now() || this.#stop.signal.aborted) return this.#arm(begun);
      }
    });
  }

  async #run(isPastDue: boolean): Promise<void> {
    const { target, log } = this.#options;
    try {
      await runWithRetries(this.#options, timerData(this.#status, isPastDue), this.#stop.signal);
    } catch (error) {
      log({ level: "warning", functionName: target.name, message: `The timer's run failed: ${String(error)}` });
    }
  }

  /** After the last try, failed or not. */
  #record(begun: number): void {
    if (!this.#monitored) return;
    this.#status = { last: begun, next: this.#schedule.next(begun), lastUpdated: begun };
    this.#options.statuses.set(this.functionName, this.#status);
  }
}

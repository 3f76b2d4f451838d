/**
 * The virtual clock of the local stack. It replaces `Date` for the whole process, so that the product, the Azure
 * SDKs, the broker, the tenant and the host read one time: the machine's time plus an offset that only grows.
 * Timers (`setTimeout`) stay real; what must happen at a virtual time is registered with `at`.
 */
export interface VirtualClock {
  /** Virtual time in epoch milliseconds. The same number as `Date.now()` in this process. */
  now(): number;
  /** Runs `callback` once, as soon as virtual time is at or past `epochMs`. Returns a function that cancels it. */
  at(epochMs: number, callback: () => void): () => void;
  /** Milliseconds by which virtual time is ahead of the machine's. */
  offsetMs(): number;
  /** Moves time forward; resolves when every listener has taken the new offset over. Time never goes back. */
  advance(ms: number): Promise<void>;
  /** Called with the new offset before callbacks of `at` run; awaited by `advance`. Returns an unsubscribe. */
  onAdvance(listener: (offsetMs: number) => void | Promise<void>): () => void;
}

const RealDate = Date;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
let offset = 0;

class VirtualDate extends RealDate {
  constructor(...args: [] | [string | number | Date] | [number, number, number?, number?, number?, number?, number?]) {
    if (args.length === 0) super(RealDate.now() + offset);
    // @ts-expect-error the overloads of Date do not take a union of tuples
    else super(...args);
  }
  static override now(): number {
    return RealDate.now() + offset;
  }
}

interface Alarm {
  readonly when: number;
  readonly callback: () => void;
  timer: NodeJS.Timeout | undefined;
}

const alarms = new Set<Alarm>();
const listeners = new Set<(offsetMs: number) => void | Promise<void>>();

function arm(alarm: Alarm): void {
  clearTimeout(alarm.timer);
  const wait = alarm.when - VirtualDate.now();
  alarm.timer = setTimeout(
    () => {
      if (VirtualDate.now() < alarm.when) return arm(alarm);
      alarms.delete(alarm);
      alarm.callback();
    },
    Math.min(Math.max(wait, 0), LONGEST_TIMER_MS),
  );
}

/** Sets the offset without waiting for anybody: for a child process that is told the time by its parent. */
export function setOffset(offsetMs: number): void {
  offset = Math.max(offset, offsetMs);
  for (const alarm of alarms) arm(alarm);
}

/** Installs the clock in this process. Every call returns the same clock. */
export function virtualClock(): VirtualClock {
  globalThis.Date = VirtualDate as DateConstructor;
  return clock;
}

const clock: VirtualClock = {
  now: () => VirtualDate.now(),
  offsetMs: () => offset,
  at(epochMs, callback) {
    const alarm: Alarm = { when: epochMs, callback, timer: undefined };
    alarms.add(alarm);
    arm(alarm);
    return () => {
      clearTimeout(alarm.timer);
      alarms.delete(alarm);
    };
  },
  async advance(ms) {
    if (ms < 0) throw new RangeError("Virtual time never goes back");
    offset += ms;
    await Promise.all([...listeners].map((listener) => listener(offset)));
    for (const alarm of alarms) arm(alarm);
  },
  onAdvance(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

import { setTimeout as delay } from "node:timers/promises";
import type { Stack } from "./stack.ts";

/** How long a function is waited for at a time, in real milliseconds. */
const patienceMs = 1_000;

/** Tells whether only time can move anything. */
export class Quiet {
  readonly #stack: Pick<Stack, "broker" | "host">;
  #operations = Number.NaN;

  constructor(stack: Pick<Stack, "broker" | "host">) {
    this.#stack = stack;
  }

  /**
   * Waits a moment for functions that run. @returns whether none does, and no message is there for one; a message that
   * stays locked because its settlement was lost counts as none when the broker had nothing to do since the last call
   */
  async lasts(): Promise<boolean> {
    const idle = await Promise.race([this.#stack.host.idle().then(() => true), delay(patienceMs, false)]);
    const operations = Object.values(this.#stack.broker.operations()).reduce((sum, one) => sum + one, 0);
    const before = this.#operations;
    this.#operations = operations;
    return idle && (before === operations || !this.hasMessages());
  }

  /** Whether the broker has a message for the app: ready, or locked. Nobody takes those of `watch`, which is for people. */
  hasMessages(): boolean {
    const counts = Object.entries(this.#stack.broker.counts());
    return counts.some(([entity, { active }]) => active > 0 && !entity.endsWith("/watch"));
  }
}

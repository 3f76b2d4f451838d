import { setTimeout as delay } from "node:timers/promises";
import { tables } from "../../functions/settings/azure.ts";
import { deliver, type Webhook } from "./hr-sender.ts";
import { type CaseAsShown, type CaseInList, OpsClient } from "./ops-client.ts";
import { Quiet } from "./quiet.ts";
import type { Stack } from "./stack.ts";

/** Whoever watches: told what is being waited for, and what happened. */
export interface Watcher {
  /** Empty: nothing is being waited for any more. */
  waitFor(what: string): void;
  line(text: string): void;
}

const nobody: Watcher = { waitFor: () => undefined, line: () => undefined };

/** How far ahead a step's next look may be and still count as on its way, in milliseconds. */
const soonMs = 5 * 60_000;
const mostSends = 8;
/** More stops than that mean that something waits again and again. */
const mostStops = 60;
/** A message that is later than that is lost, or locked, in milliseconds. */
const lateMs = 2_000;
/** Longer than any message is locked, in milliseconds. */
const lockMs = 61_000;
const ended: readonly string[] = ["done", "cancelled"];
const underWay = ["ready", "changing", "waiting"];

/** The stack as a scenario sees it: an HR system that can be written, a product that can be called, a tenant to look at. */
export class Scene {
  readonly stack: Stack;
  readonly ops: OpsClient;
  /** Virtual time at the begin, in epoch milliseconds. */
  readonly startedAt = Date.now();
  readonly #watcher: Watcher;

  constructor(stack: Stack, watcher: Watcher = nobody) {
    this.stack = stack;
    this.ops = new OpsClient(stack.host.url);
    this.#watcher = watcher;
  }

  /** Id of the person in the HR system. */
  hrId(who: string): string {
    const { hrId } = this.stack.tenant.state.person(who);
    if (hrId === null) throw new Error(`${who} is in no HR system`);
    return hrId;
  }

  /** Employee id of the person, as HR system and directory know it. */
  employeeId(who: string): string {
    const { employeeId } = this.stack.tenant.state.person(who);
    if (employeeId === null) throw new Error(`${who} has no employee id`);
    return employeeId;
  }

  /** HR records that this is the last working day; the product learns it by webhook or not at all. */
  terminate(who: string, lastDay: string): void {
    this.stack.tenant.state.hr.terminate(this.hrId(who), { lastDay });
  }

  /** Civil date so many days from virtual today, UTC. */
  day(offset: number): string {
    return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  }

  /** Sends a webhook, again as long as it is not taken, as the senders do. @returns the last answer's status code */
  async send(webhook: Webhook): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      const status = await deliver(this.stack.host.url, webhook);
      if (status < 500 || attempt === mostSends) return status;
      await delay(300);
    }
  }

  /** Cases of the person, newest first. */
  async casesOf(who: string): Promise<readonly CaseAsShown[]> {
    const { id } = this.stack.tenant.state.person(who);
    const own = (await this.ops.list()).filter((one) => one.leaverId === id);
    return await Promise.all(own.map((one) => this.ops.show(one.caseId)));
  }

  /** Effects at the tenant on the person or what belongs to them. */
  effectsOn(who: string): readonly string[] {
    const { id } = this.stack.tenant.state.person(who);
    return this.stack.tenant
      .effects()
      .flatMap((effect) => (effect.personId === id || effect.objectId === id ? [effect.operation] : []));
  }

  /** Rows of the delivery table: what the product accepted. Read past what goes wrong for the product on purpose. */
  async storedDeliveries(): Promise<number> {
    const table = tables({ LEDGER: this.stack.azurite.connectionString })("deliveries");
    let count = 0;
    for await (const _ of table.listEntities()) count += 1;
    return count;
  }

  /** The newest case of each of these people, as the list shows it. Looks at the newest cases only, which is cheap. */
  async newestCases(people: readonly string[]): Promise<readonly (CaseInList | undefined)[]> {
    const newest = await this.ops.list(2 * people.length + 20);
    const ids = people.map((who) => this.stack.tenant.state.person(who).id);
    return ids.map((id) => newest.find((one) => one.leaverId === id));
  }

  /** Waits until each of these people has a case that was worked on and needs nothing but a person, or nothing at all. */
  async workedOff(people: readonly string[], seconds: number, withinMs = soonMs): Promise<void> {
    const quiet = new Quiet(this.stack);
    await this.until(`cases of ${people.join(", ")}`, seconds, async () => {
      if (!(await quiet.lasts())) return false;
      const newest = await this.newestCases(people);
      const begun = newest.every((one) => one !== undefined && one.status !== "scheduled");
      const open = newest.filter((one) => one !== undefined && !ended.includes(one.status));
      const shown = await Promise.all(open.map((one) => this.ops.show(one?.caseId ?? "")));
      if (begun && shown.every((one) => isAtRest(one, withinMs))) return true;
      await this.#letTimePass(shown.flatMap((one) => nextTime(one) ?? []).toSorted()[0], withinMs);
      return false;
    });
  }

  /** Only time can move anything: to the next look that is on its way, or until what a lost answer left behind is found. */
  async #letTimePass(next: string | undefined, withinMs: number): Promise<void> {
    const awayMs = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next) - Date.now();
    if (awayMs < -lateMs || awayMs > withinMs) return await this.#letLocksEnd();
    if (awayMs > 0) await this.stack.clock.advance(awayMs);
  }

  /** Waits for a condition in real time. @throws naming what did not happen */
  async until(what: string, seconds: number, condition: () => Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + seconds * 1_000;
    this.#watcher.waitFor(what);
    while (!(await condition())) {
      if (performance.now() > giveUpAt) throw new Error(`Waited ${seconds} s in vain for ${what}`);
      await delay(150);
    }
    this.#watcher.waitFor("");
  }

  /** Waits for a condition as `until` does, and lets a minute pass whenever only that can bring it about. */
  async untilSeen(what: string, condition: () => Promise<boolean>): Promise<void> {
    const quiet = new Quiet(this.stack);
    await this.until(what, 60, async () => {
      if (await condition()) return true;
      if (await quiet.lasts()) await this.#letLocksEnd();
      return false;
    });
  }

  /**
   * Lets virtual time pass up to an instant. It stops where these people's cases wait for something, but not more often than
   * every `hopMs`: what was due in between happens then.
   */
  async passUntil(what: string, instant: string, people: readonly string[], hopMs = 60_000): Promise<void> {
    for (let stop = 0; stop < mostStops; stop += 1) {
      const { next, start } = await this.#nextTimes(people);
      if (next === undefined || next > instant) break;
      // A moment later, so that everything of that time is due; never later than the next start, which the stopwatch knows.
      const hop = Math.max(Date.parse(next) + 1_000, Date.now() + hopMs);
      const at = Math.min(hop, start === undefined ? hop : Date.parse(start) + 1_000);
      if (at >= Date.parse(instant)) break;
      await this.advanceTo(`${what}: something is due`, new Date(at).toISOString());
      await this.workedOff(await this.#begun(people), 180);
    }
    await this.advanceTo(what, instant);
    await this.workedOff(await this.#begun(people), 180);
  }

  /** When the next thing happens by itself in one of these people's cases, and when the next of them starts. */
  async #nextTimes(people: readonly string[]): Promise<{ next: string | undefined; start: string | undefined }> {
    const newest = (await this.newestCases(people)).filter((one) => one !== undefined && !ended.includes(one.status));
    const shown = await Promise.all(newest.map((one) => this.ops.show(one?.caseId ?? "")));
    const starts = shown.flatMap(({ status, startAt }) => (status === "scheduled" && startAt ? [startAt] : []));
    return { next: shown.flatMap((one) => nextTime(one) ?? []).toSorted()[0], start: starts.toSorted()[0] };
  }

  /** Those of these people whose case has begun. */
  async #begun(people: readonly string[]): Promise<readonly string[]> {
    const newest = await this.newestCases(people);
    return people.filter((_, index) => newest[index] !== undefined && newest[index]?.status !== "scheduled");
  }

  /** What a lost answer left behind goes on when its lock has ended and the sweep has looked: a minute later. */
  async #letLocksEnd(): Promise<void> {
    await this.stack.clock.advance(lockMs);
    await this.#sweep();
    await this.stack.host.idle();
    await delay(100);
    await this.stack.host.idle();
  }

  /** Whether the broker has a message for the app: ready, or locked. Nobody takes those of `watch`, which is for people. */
  #hasMessages(): boolean {
    const counts = Object.entries(this.stack.broker.counts());
    return counts.some(([entity, { active }]) => active > 0 && !entity.endsWith("/watch"));
  }

  /** A sweep that a storage or a broker in trouble stops is made good by the next one. */
  async #sweep(): Promise<void> {
    await this.stack.host.runTimer("sweep").catch(() => undefined);
  }

  /** Moves the virtual clock of everything to an instant, and lets the sweep of that moment run. */
  async advanceTo(what: string, instant: string): Promise<void> {
    // Before a long jump: a message whose settlement was lost is free again after a minute, and not a month.
    if (Date.parse(instant) - Date.now() > 10 * lockMs && this.#hasMessages()) await this.#letLocksEnd();
    await this.stack.clock.advance(Math.max(0, Date.parse(instant) - Date.now()));
    this.#watcher.line(`⏩ ${what}: virtual time is now ${new Date().toISOString().slice(0, 19)}Z`);
    await this.#sweep();
  }
}

/**
 * No step is on its way: the case ended, or needs a person, or waits for its time.
 *
 * @param withinMs what is looked at again within so many milliseconds counts as on its way
 */
export function isAtRest({ status, steps }: CaseAsShown, withinMs = soonMs): boolean {
  const waitsLong = (until: string | undefined) => until !== undefined && Date.parse(until) - Date.now() > withinMs;
  const moving = steps.filter(({ state, waitsUntil }) => underWay.includes(state) && !waitsLong(waitsUntil));
  return moving.length === 0 && (status !== "running" || steps.some(({ state }) => state === "waiting"));
}

/** When the next thing happens in a case by itself: a step's next look, or its start. */
export function nextTime({ status, startAt, steps }: CaseAsShown): string | undefined {
  const times = steps.flatMap(({ state, waitsUntil }) => (state === "waiting" && waitsUntil ? [waitsUntil] : []));
  return [...times, ...(status === "scheduled" && startAt ? [startAt] : [])].toSorted()[0];
}

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
/** A step whose call failed looks again within that, in milliseconds. */
const lookedAtMs = 7 * 60_000;
/** So many people are asked for one by one. */
const few = 5;
const mostSends = 8;
/** More stops than that mean that something waits again and again. */
const mostStops = 60;
const settleSeconds = 180;
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
    const own = await this.ops.casesOf(id);
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

  /** The newest case of each of these people, as the list shows it. Those of many are found among the newest of all. */
  async newestCases(people: readonly string[]): Promise<readonly (CaseInList | undefined)[]> {
    const ids = people.map((who) => this.stack.tenant.state.person(who).id);
    if (ids.length <= few) return await Promise.all(ids.map(async (id) => (await this.ops.casesOf(id))[0]));
    const of = (cases: readonly CaseInList[]) => ids.map((id) => cases.find((one) => one.leaverId === id));
    return of(await this.ops.list(2 * people.length + 20, (cases) => !of(cases).includes(undefined)));
  }

  /** Waits until each of these people has a case that was worked on and needs nothing but a person, or nothing at all. */
  async workedOff(people: readonly string[], seconds: number, withinMs = soonMs): Promise<void> {
    await this.#settled(people, seconds, withinMs, ({ status }) => status !== "scheduled");
  }

  /** Waits until nothing is on its way in these people's newest cases. @returns those that have not ended */
  async #settled(
    people: readonly string[],
    seconds: number,
    withinMs: number,
    begun: (one: CaseInList) => boolean,
  ): Promise<readonly CaseAsShown[]> {
    const quiet = new Quiet(this.stack);
    let open: readonly CaseAsShown[] = [];
    await this.until(`cases of ${people.join(", ")}`, seconds, async () => {
      if (!(await this.#calm(quiet, withinMs))) return false;
      const newest = await this.newestCases(people);
      open = await this.#open(newest);
      if (open.every((one) => isAtRest(one, withinMs)) && newest.every((one) => one !== undefined && begun(one)))
        return true;
      await this.#letLocksEnd();
      return false;
    });
    return open;
  }

  /** Whether nothing runs and no message comes soon. One that does has its time now. */
  async #calm(quiet: Quiet, withinMs: number): Promise<boolean> {
    if (!(await quiet.lasts())) return false;
    const [next = Number.POSITIVE_INFINITY] = this.stack.broker.scheduledTimes();
    const awayMs = next - Date.now();
    if (awayMs > withinMs) return true;
    await this.stack.clock.advance(Math.max(0, awayMs));
    await quiet.lasts();
    return false;
  }

  /** What has not ended, as an operator sees it. */
  async #open(newest: readonly (CaseInList | undefined)[]): Promise<readonly CaseAsShown[]> {
    const open = newest.filter((one) => one !== undefined && !ended.includes(one.status));
    return await Promise.all(open.map((one) => this.ops.show(one?.caseId ?? "")));
  }

  /** Waits for a condition in real time. @throws naming what did not happen */
  async until(what: string, seconds: number, condition: () => Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + seconds * 1_000;
    this.#watcher.waitFor(what);
    while (!(await condition())) {
      if (performance.now() > giveUpAt) throw new Error(`Waited ${seconds} s in vain for ${what}`);
      await delay(25);
    }
    this.#watcher.waitFor("");
  }

  /** Waits for a condition as `until` does, and lets a minute pass whenever only that can bring it about. */
  async untilSeen(what: string, condition: () => Promise<boolean>, seconds = 60): Promise<void> {
    const quiet = new Quiet(this.stack);
    await this.until(what, seconds, async () => {
      if (await condition()) return true;
      if (await quiet.lasts()) await this.#letLocksEnd();
      return false;
    });
  }

  /**
   * Lets virtual time pass up to an instant. It stops where a message is due or one of these people's cases starts, but not
   * twice within `togetherMs`: what is due meanwhile happens then. No case starts late, because a stopwatch knows.
   */
  async passUntil(what: string, instant: string, people: readonly string[], togetherMs = 60_000): Promise<void> {
    const settle = async () => await this.#settled(people, settleSeconds, lookedAtMs, () => true);
    const starts = (await settle()).flatMap((one) => startOf(one) ?? []).map((start) => Date.parse(start));
    for (let stop = 0; stop < mostStops; stop += 1) {
      const start = Math.min(...starts.filter((at) => at > Date.now()));
      const [due = start] = this.stack.broker.scheduledTimes();
      const last = Math.min(start, Math.max(due, Date.now() + togetherMs));
      // A moment later, so that everything of that time is due.
      if (last + 1_000 >= Date.parse(instant)) break;
      await this.advanceTo(`${what}: something is due`, new Date(last + 1_000).toISOString());
      const quiet = new Quiet(this.stack);
      await this.until(what, settleSeconds, async () => await this.#calm(quiet, lookedAtMs));
    }
    await this.advanceTo(what, instant);
    await settle();
  }

  /** What a lost answer left behind goes on when its lock has ended and the sweep has looked: a minute later. */
  async #letLocksEnd(): Promise<void> {
    await this.stack.clock.advance(lockMs);
    await this.#sweep();
    await this.stack.host.idle();
    await delay(100);
    await this.stack.host.idle();
  }

  /** A sweep that a storage or a broker in trouble stops is made good by the next one. */
  async #sweep(): Promise<void> {
    await this.stack.host.runTimer("sweep").catch(() => undefined);
  }

  /** Moves the virtual clock of everything to an instant, and lets the sweep of that moment run. */
  async advanceTo(what: string, instant: string): Promise<void> {
    // Before a long jump: a message whose settlement was lost is free again after a minute, and not a month.
    if (Date.parse(instant) - Date.now() > 10 * lockMs && new Quiet(this.stack).hasMessages())
      await this.#letLocksEnd();
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
export function nextTime(shown: CaseAsShown): string | undefined {
  const times = shown.steps.flatMap(({ state, waitsUntil }) => (state === "waiting" && waitsUntil ? [waitsUntil] : []));
  return [...times, ...(startOf(shown) ?? [])].toSorted()[0];
}

function startOf({ status, startAt }: CaseAsShown): readonly string[] | undefined {
  return status === "scheduled" && startAt ? [startAt] : undefined;
}

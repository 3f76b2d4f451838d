import type { UserChange } from "../delta/user-journal.ts";
import type { TenantState } from "../state.ts";
import type { Delivery } from "./delivery-queue.ts";
import { Disorder, type DisorderOrder } from "./disorder.ts";
import { changeItem, isAbout, type LifecycleEvent, lifecycleItem } from "./notifications.ts";
import { postItems, type SubscriberStatus } from "./subscriber.ts";
import type { Subscription } from "./subscription-book.ts";

/** One call to a subscriber. `status` 0: no answer. */
export interface LoggedDelivery {
  readonly at: string;
  readonly url: string;
  readonly items: number;
  readonly status: SubscriberStatus;
}

/** Changes that come right after each other go out in one call. Real milliseconds. */
const togetherMs = 20;
const mostItems = 50;
/** Gaps between attempts, in seconds of virtual time; the last is repeated until the time is up. */
const gaps = [10, 30, 60, 120, 240, 480, 900, 1800];
const givenUpAfterMs = 4 * 3_600_000;
/** A reauthorization that was asked for has to come within this time: then deliveries pause. */
const challengeMs = 3_600_000;

const sendDue = "send-notifications";

/** Sends notifications and lifecycle events to subscribers, over real HTTP. */
export class Notifier {
  readonly log: LoggedDelivery[] = [];
  readonly #state: TenantState;
  readonly #disorder = new Disorder();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sending = 0;
  #sequence = 0;

  constructor(state: TenantState) {
    this.#state = state;
    state.userJournal.onChange((change) => this.#announce(change));
    state.schedule.handle(sendDue, () => this.#soon());
  }

  /** What was on its way when the tenant stopped goes on. */
  start(): void {
    this.#appoint();
  }

  /** From now on notifications are lost, doubled, late or in another order. `{}` ends that. */
  disorder(order: DisorderOrder): void {
    this.#disorder.set(order);
  }

  /** Sends a lifecycle event, as the service does by itself for `reauthorizationRequired`. */
  lifecycle(subscription: Subscription, event: LifecycleEvent): void {
    if (event === "reauthorizationRequired") {
      this.#state.subscriptions.put({ ...subscription, challengedAt: Date.now() });
    }
    if (subscription.lifecycleNotificationUrl === null) return;
    this.#queue(subscription, "lifecycle", lifecycleItem(subscription, event), 0);
  }

  /** Whether nothing is on its way that could be sent now. */
  isIdle(): boolean {
    const nextAt = this.#state.deliveries.nextAt();
    return this.#sending === 0 && this.#timer === undefined && (nextAt === undefined || nextAt > Date.now());
  }

  /** For handshakes: ends with the tenant. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  #announce(change: UserChange): void {
    const lagMs = this.#state.lags.of("notifications");
    for (const subscription of this.#state.subscriptions.all()) {
      if (subscription.silent || !isAbout(subscription, change)) continue;
      const item = changeItem(subscription, change, ++this.#sequence);
      for (const delayMs of this.#disorder.copies()) this.#queue(subscription, "notification", item, lagMs + delayMs);
    }
  }

  #queue({ id }: Subscription, to: Delivery["to"], item: Record<string, unknown>, delayMs: number): void {
    const notBefore = Date.now() + delayMs;
    this.#state.deliveries.add({ subscriptionId: id, to, item, notBefore, firstTriedAt: null, attempts: 0 });
    this.#appoint();
  }

  #appoint(): void {
    const nextAt = this.#state.deliveries.nextAt();
    if (nextAt === undefined) return;
    if (nextAt <= Date.now()) this.#soon();
    else this.#state.schedule.at(nextAt, sendDue, "all");
  }

  #soon(): void {
    if (this.#stop.signal.aborted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send().catch((error: unknown) => console.error(error));
    }, togetherMs);
  }

  async #send(): Promise<void> {
    const due = this.#state.deliveries.take(Date.now());
    const byUrl = Map.groupBy(due, (delivery) => this.#urlFor(delivery));
    const calls = [...byUrl].flatMap(([url, deliveries]) =>
      url === undefined ? [] : batches(deliveries).map((batch) => this.#post(url, batch)),
    );
    await Promise.all(calls);
    this.#appoint();
  }

  /** Undefined: the subscription is gone, and with it what was on its way. */
  #urlFor({ subscriptionId, to }: Delivery): string | undefined {
    const subscription = this.#state.subscriptions.find(subscriptionId);
    return (to === "lifecycle" ? subscription?.lifecycleNotificationUrl : subscription?.notificationUrl) ?? undefined;
  }

  async #post(url: string, deliveries: readonly Delivery[]): Promise<void> {
    const now = Date.now();
    const paused = deliveries.filter((delivery) => this.#isPaused(delivery, now));
    const sent = deliveries.filter((delivery) => !paused.includes(delivery));
    for (const delivery of paused) this.#again(delivery, now);
    if (sent.length === 0) return;
    this.#sending++;
    const items = this.#disorder.arrange(sent.map(({ item }) => item));
    const status = await postItems(url, items, this.#stop.signal);
    this.#sending--;
    this.log.push({ at: new Date(now).toISOString(), url, items: items.length, status });
    if (status < 200 || status > 299) for (const delivery of sent) this.#again(delivery, now);
  }

  #isPaused({ subscriptionId, to }: Delivery, now: number): boolean {
    const since = this.#state.subscriptions.find(subscriptionId)?.challengedAt ?? null;
    return to === "notification" && since !== null && now - since > challengeMs;
  }

  /** Once more, later and later; after four hours it is lost, and nobody is told. */
  #again(delivery: Delivery, now: number): void {
    const firstTriedAt = delivery.firstTriedAt ?? now;
    const gapMs = (gaps[delivery.attempts] ?? gaps.at(-1) ?? 0) * 1000;
    if (now + gapMs - firstTriedAt > givenUpAfterMs) return;
    this.#state.deliveries.add({
      ...delivery,
      firstTriedAt,
      attempts: delivery.attempts + 1,
      notBefore: Date.now() + gapMs,
    });
  }
}

function batches(deliveries: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const count = Math.ceil(deliveries.length / mostItems);
  return Array.from({ length: count }, (_, index) => deliveries.slice(index * mostItems, (index + 1) * mostItems));
}

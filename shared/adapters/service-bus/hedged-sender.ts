import { setTimeout as delay } from "node:timers/promises";
import {
  type ServiceBusClient,
  ServiceBusError,
  type ServiceBusMessage,
  type ServiceBusSender,
} from "@azure/service-bus";
import { TryLaterError } from "../../domain/errors.ts";
import { UsualTime } from "./usual-time.ts";

/**
 * So long an answer is waited for before the same is sent over another connection too, in milliseconds: the client does not
 * notice that its connection broke under a message. The first time as long as is unusual, then these.
 */
const morePatienceMs = [500, 3_000, 10_000];
const usual = { atLeastMs: 100, atMostMs: 500 };
/** So long a connection may take to open before that: longest in a process that has just started. */
const openingMs = 3_000;
/** Before the next try after a refusal: the broker is busy, which may last, or there is none. */
const busyMs = [100, 500, 1_000];
const refusedMs = 150;

/** One connection with one sender, kept open. */
interface Line {
  readonly client: ServiceBusClient;
  readonly sender: ServiceBusSender;
}

interface Try {
  readonly line: Line;
  /** The connection is open, and the messages are about to go. */
  readonly opened: Promise<void>;
  /** Never rejects. */
  readonly ended: Promise<Ended>;
}

type Ended =
  | { readonly kind: "sent"; readonly line: Line; readonly count: number; readonly tookMs: number }
  | { readonly kind: "failed"; readonly line: Line; readonly error: unknown };

/**
 * Sends to one queue or topic that detects duplicates. When an answer stays away, the same messages go over a fresh
 * connection while the first is still waited for: whichever answers first is kept, and the broker drops the second copy.
 */
export class HedgedSender {
  readonly #entity: string;
  readonly #connect: () => ServiceBusClient;
  readonly #usual = new UsualTime(usual);
  #line: Line | undefined;

  /** @param connect makes a client that repeats nothing by itself */
  constructor(entity: string, connect: () => ServiceBusClient) {
    this.#entity = entity;
    this.#connect = connect;
  }

  /**
   * Sends as many of the messages as one batch holds. One call at a time.
   *
   * @returns how many that were, from the first on
   * @throws {RangeError} the first is larger than the broker takes
   * @throws {TryLaterError} no answer, or a busy broker, to the end
   */
  async send(messages: readonly ServiceBusMessage[]): Promise<number> {
    const over = new AbortController();
    const tries = new Set<Try>();
    const begun: Line[] = [];
    let trouble: unknown;
    try {
      for (const [index, ms] of [this.#usual.limitMs, ...morePatienceMs].entries()) {
        const line = this.#line ?? this.#open();
        begun.push(line);
        const latest = begin(line, messages, over.signal);
        tries.add(latest);
        const ended = await first(tries, patience(latest, ms, over.signal));
        if (ended?.kind === "sent") {
          this.#line = ended.line;
          this.#usual.took(ended.tookMs);
          return ended.count;
        }
        if (ended === undefined) this.#line = undefined;
        else {
          for (const one of tries) if (one.line === ended.line) tries.delete(one);
          trouble = ended.error;
          await this.#afterFailure(ended, busyMs[index] ?? 0);
        }
      }
      throw new TryLaterError(`Service Bus did not take the messages for ${this.#entity}`, { cause: trouble });
    } finally {
      over.abort();
      // Closing a connection that is gone may fail, or take a minute.
      for (const { client } of begun.filter((line) => line !== this.#line)) client.close().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.#line?.client.close();
  }

  async #afterFailure({ line, error }: Extract<Ended, { kind: "failed" }>, waitMs: number): Promise<void> {
    if (error instanceof RangeError || (error instanceof ServiceBusError && !error.retryable)) throw error;
    if (error instanceof ServiceBusError && error.code === "ServiceBusy") return await delay(waitMs);
    if (this.#line === line) this.#line = undefined;
    await delay(refusedMs);
  }

  #open(): Line {
    const client = this.#connect();
    this.#line = { client, sender: client.createSender(this.#entity) };
    return this.#line;
  }
}

/** The first try that ended; undefined when none did in time. */
async function first(tries: ReadonlySet<Try>, tooLong: Promise<undefined>): Promise<Ended | undefined> {
  return await Promise.race([...[...tries].map(({ ended }) => ended), tooLong]);
}

async function patience({ opened }: Try, ms: number, signal: AbortSignal): Promise<undefined> {
  const wait = (duration: number) => delay(duration, undefined, { signal }).catch(() => undefined);
  await Promise.race([opened, wait(openingMs)]);
  return await wait(ms);
}

function begin(line: Line, messages: readonly ServiceBusMessage[], abortSignal: AbortSignal): Try {
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  return { line, opened, ended: attempt(line, messages, abortSignal, resolve) };
}

async function attempt(
  line: Line,
  messages: readonly ServiceBusMessage[],
  abortSignal: AbortSignal,
  onOpen: () => void,
): Promise<Ended> {
  try {
    // Opens the link, to learn how large a batch may be.
    const batch = await line.sender.createMessageBatch({ abortSignal });
    onOpen();
    const most = messages.findIndex((message) => !batch.tryAddMessage(message));
    if (most === 0) throw new RangeError("A message is larger than Service Bus takes");
    const sentAt = performance.now();
    await line.sender.sendMessages(batch, { abortSignal });
    const tookMs = performance.now() - sentAt;
    return { kind: "sent", line, count: most === -1 ? messages.length : most, tookMs };
  } catch (error) {
    return { kind: "failed", line, error };
  }
}

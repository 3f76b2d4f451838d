import type { VirtualClock } from "../clock.ts";
import { applicationProperties, bodyText, type MessageParts, messageId } from "./amqp/message-parts.ts";
import { DataFile } from "./data-file.ts";
import { Entities } from "./entities.ts";
import { Faults } from "./faults.ts";
import { listen } from "./links/server.ts";
import { Operations } from "./operations.ts";
import { isDeferred } from "./store/stored-message.ts";

export interface BrokerOptions {
  readonly clock: VirtualClock;
  /** The `Config.json` of Microsoft's Service Bus emulator. */
  readonly config: unknown;
  /** A free port when left out. */
  readonly port?: number;
  /** Messages are kept in this file across restarts; without it, they end with the broker. See `DataFile`. */
  readonly dataFile?: string;
  /** 262,144 by default, as in the Standard tier. */
  readonly maxMessageBytes?: number;
  /**
   * When messages are free again whose receiving link broke: when their locks expire (the default), or at once. The
   * real service does not say which; what matters is that the product is right under both.
   */
  readonly brokenLinks?: "keep-locks" | "unlock-at-once";
}

export interface EntityCounts {
  /** Ready or locked. */
  readonly active: number;
  readonly scheduled: number;
  readonly deferred: number;
  readonly deadLettered: number;
}

export interface DumpedMessage {
  /** Path as in `Config.json`, with `/$DeadLetterQueue` for messages there. */
  readonly entity: string;
  readonly state: "ready" | "locked" | "deferred" | "scheduled";
  readonly messageId: string;
  readonly body: string;
  readonly applicationProperties: Record<string, unknown>;
}

/** A Service Bus namespace in this process, which the unmodified `@azure/service-bus` client talks to over TCP. */
export interface Broker {
  readonly port: number;
  /** For `new ServiceBusClient(…)`: plain TCP, because it names the development emulator. */
  readonly connectionString: string;
  readonly faults: Faults;
  /** Messages of every queue, topic and subscription, by path as in `Config.json`. Topics hold scheduled ones only. */
  counts(): Record<string, EntityCounts>;
  /**
   * Operations since start, as `<what> <path>`. What: sends (transfers), messages, deliveries, complete, abandon, defer,
   * dead-letter, expired-locks, expired, dropped-duplicates, tokens, and the names of `$management` operations.
   */
  operations(): Record<string, number>;
  /** Every message stored at this moment. */
  dump(): DumpedMessage[];
  /** Breaks every connection, writes the data file and stops. */
  close(): Promise<void>;
}

/**
 * Starts a broker on 127.0.0.1.
 *
 * @throws {Error} when the configuration asks for something this broker does not have, or the port is taken
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const dataFile = options.dataFile === undefined ? undefined : new DataFile(options.dataFile);
  const surroundings = {
    clock: options.clock,
    faults: new Faults(),
    operations: new Operations(),
    changed: () => dataFile?.changed(),
  };
  const entities = new Entities(options.config, surroundings);
  dataFile?.load(entities);
  const server = await listen(
    {
      entities,
      surroundings,
      maxMessageBytes: options.maxMessageBytes ?? 262_144,
      unlockAtOnce: options.brokenLinks === "unlock-at-once",
    },
    options.port ?? 0,
  );
  let closed = false;
  return {
    port: server.port,
    connectionString: `Endpoint=sb://localhost:${server.port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;UseDevelopmentEmulator=true`,
    faults: surroundings.faults,
    counts: () => countMessages(entities),
    operations: () => surroundings.operations.snapshot(),
    dump: () => dumpMessages(entities),
    async close() {
      if (closed) return;
      closed = true;
      await server.close();
      dataFile?.close();
      entities.stop();
    },
  };
}

function countMessages(entities: Entities): Record<string, EntityCounts> {
  const counts: Record<string, EntityCounts> = {};
  for (const { path, entrance, queue } of entities.all()) {
    // Sub-queues are counted with the entity they belong to.
    if (queue !== undefined && queue.deadLetters === undefined) continue;
    let deferred = 0;
    for (const message of queue?.messages() ?? []) {
      if (isDeferred(message)) deferred += 1;
    }
    counts[path] = {
      active: (queue?.size ?? 0) - deferred,
      scheduled: entrance?.scheduledCount ?? 0,
      deferred,
      deadLettered: queue?.deadLetters?.size ?? 0,
    };
  }
  return counts;
}

function dumpMessages(entities: Entities): DumpedMessage[] {
  const dumped: DumpedMessage[] = [];
  for (const { path, entrance, queue } of entities.all()) {
    for (const { parts, state } of queue?.messages() ?? []) {
      if (state.kind !== "gone") dumped.push({ entity: path, state: state.kind, ...describe(parts) });
    }
    for (const { parts } of entrance?.scheduled() ?? []) {
      dumped.push({ entity: path, state: "scheduled", ...describe(parts) });
    }
  }
  return dumped;
}

function describe(parts: MessageParts): Omit<DumpedMessage, "entity" | "state"> {
  return {
    messageId: messageId(parts),
    body: bodyText(parts),
    applicationProperties: applicationProperties(parts),
  };
}

import type { LocalCertificate } from "../certificates.ts";
import type { VirtualClock } from "../clock.ts";
import { FaultDesk } from "./control/fault-desk.ts";
import { startControl } from "./control/server.ts";
import { countAll, type DumpedMessage, dumpAll, type EntityCounts, scheduledTimes } from "./counts.ts";
import { putContent, withoutMessages } from "./data/put-content.ts";
import { takeContent } from "./data/take-content.ts";
import { DataFile } from "./data-file.ts";
import { Faults } from "./faults.ts";
import { type AmqpServer, listen } from "./links/server.ts";
import { Entities } from "./namespace/entities.ts";
import { Operations } from "./operations.ts";
import type { Surroundings } from "./store/surroundings.ts";

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
  /** Keys by name, against which shared access signatures are checked. Left out, every token is taken. */
  readonly accessKeys?: Readonly<Record<string, string>>;
  /** Where faults can be ordered and counts be read over HTTP; 0 takes a free port, left out there is none. */
  readonly controlPort?: number;
  /**
   * Opens the port for TLS too: for `ServiceBusAdministrationClient`, which insists on it, and for clients whose connection
   * string does not name the development emulator. They have to trust it.
   */
  readonly certificate?: LocalCertificate;
}

/** A Service Bus namespace in this process, which the unmodified `@azure/service-bus` client talks to over TCP. */
export interface Broker {
  readonly port: number;
  /**
   * For `new ServiceBusClient(…)`: plain TCP, because it names the development emulator. With a certificate also for
   * `new ServiceBusAdministrationClient(…)`.
   */
  readonly connectionString: string;
  /** See `control/server.ts`; undefined without a control port. */
  readonly controlUrl: string | undefined;
  readonly faults: Faults;
  /** Another object after a restart. */
  readonly entities: Entities;
  /** Messages of every queue, topic and subscription, by path as in `Config.json`. Topics hold scheduled ones only. */
  counts(): Record<string, EntityCounts>;
  /** When the scheduled messages of all entities are due, in epoch milliseconds of virtual time, ascending. */
  scheduledTimes(): number[];
  /**
   * Operations since start, as `<what> <path>`. What: sends (transfers), messages, forwarded, deliveries, complete,
   * abandon, defer, dead-letter, expired-locks, expired, dropped-duplicates, tokens, and the names of `$management`
   * operations.
   */
  operations(): Record<string, number>;
  /** Every message stored at this moment. */
  dump(): DumpedMessage[];
  /** Deletes the messages of one entity and its sub-queues, or of all. @throws {RangeError} when there is no such entity */
  purge(path?: string): void;
  /** Ends every lock on messages of one entity, or of all, as if its time were over. */
  expireLocks(path?: string): void;
  /** Breaks every connection; clients may connect again. */
  breakConnections(): void;
  /** Breaks every connection, is away for a moment, and comes back on the same port: with its messages, or without. */
  restart(memory: "kept" | "lost"): Promise<void>;
  /** Breaks every connection, writes the data file and stops. */
  close(): Promise<void>;
}

/** What a broker can do while it runs. */
export type Running = Omit<Broker, "close" | "controlUrl">;

const KEY = "SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local";

/**
 * Starts a broker on 127.0.0.1.
 *
 * @throws {Error} when the configuration asks for something this broker does not have, or the port is taken
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const dataFile = options.dataFile === undefined ? undefined : new DataFile(options.dataFile);
  const surroundings: Surroundings = {
    clock: options.clock,
    faults: new Faults(),
    operations: new Operations(),
    changed: () => dataFile?.changed(),
  };
  let entities = new Entities(options.config, surroundings);
  dataFile?.load(entities);
  const context = {
    get entities() {
      return entities;
    },
    surroundings,
    maxMessageBytes: options.maxMessageBytes ?? 262_144,
    unlockAtOnce: options.brokenLinks === "unlock-at-once",
    accessKeys: options.accessKeys,
    certificate: options.certificate,
  };
  let server: AmqpServer = await listen(context, options.port ?? 0);
  const { port } = server;
  const chosen = (path: string | undefined) => (path === undefined ? entities.all() : withSubQueues(entities, path));
  let closed = false;
  const broker: Running = {
    port,
    connectionString: `Endpoint=sb://localhost:${port};${KEY};UseDevelopmentEmulator=true`,
    faults: surroundings.faults,
    get entities() {
      return entities;
    },
    counts: () => countAll(entities),
    scheduledTimes: () => scheduledTimes(entities),
    operations: () => surroundings.operations.snapshot(),
    dump: () => dumpAll(entities),
    purge(path) {
      for (const { entrance, queue } of chosen(path)) {
        entrance?.purge();
        queue?.purge();
      }
    },
    expireLocks(path) {
      for (const { queue } of chosen(path)) {
        queue?.sessions?.expire(Number.POSITIVE_INFINITY);
        queue?.deliveries.expire();
      }
    },
    breakConnections: () => server.breakConnections(),
    async restart(memory) {
      await server.close();
      entities.stop();
      const content = takeContent(entities);
      entities = new Entities(options.config, surroundings);
      putContent(entities, memory === "kept" ? content : withoutMessages(content));
      dataFile?.keep(entities);
      surroundings.changed();
      server = await listen(context, port);
    },
  };
  const control =
    options.controlPort === undefined
      ? undefined
      : await startControl(
          { broker, clock: options.clock, desk: new FaultDesk(surroundings.faults) },
          options.controlPort,
        );
  return Object.assign(broker, {
    controlUrl: control?.url,
    async close() {
      if (closed) return;
      closed = true;
      await control?.close();
      await server.close();
      dataFile?.close();
      entities.stop();
    },
  });
}

function withSubQueues(entities: Entities, path: string) {
  const entity = entities.find(path);
  if (entity === undefined) throw new RangeError(`There is no entity "${path}"`);
  return entities.withParts(entity);
}

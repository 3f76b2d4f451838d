import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Policy } from "../../shared/domain/policy.ts";
import { type Broker, startBroker } from "../broker/broker.ts";
import { type LocalCertificate, localCertificate } from "../certificates.ts";
import { type VirtualClock, virtualClock } from "../clock.ts";
import { type Host, startHost } from "../host/host.ts";
import type { LogEntry } from "../host/log.ts";
import type { RecordedExchange } from "../tenant/http/recording.ts";
import { startTenant, type Tenant } from "../tenant/tenant.ts";
import { type Azurite, startAzurite } from "./azurite.ts";
import { serviceBusConfig } from "./entities.ts";
import { local, localSettings } from "./settings.ts";

export interface StackOptions {
  /** Where state is kept between runs; undefined: nothing is kept. */
  readonly data?: string | undefined;
  /** Fixed ports, for a stack that people talk to; undefined: free ones. */
  readonly ports?: {
    readonly host: number;
    readonly tenant: number;
    readonly control: number;
    readonly broker: number;
    readonly tables: number;
  };
  /** Real milliseconds per tenant request. */
  readonly latencyMs?: number;
  /** Generated people beside the company. */
  readonly people?: number;
  readonly policy?: Partial<Policy>;
  readonly grantedPermissions?: readonly string[];
  readonly record?: (exchange: RecordedExchange) => void;
  readonly onLog?: (entry: LogEntry) => void;
  /** What stands between the app and Azurite: gets its connection string, gives the one the app uses. */
  readonly tablesThrough?: (connectionString: string) => Promise<string>;
}

/** The whole product on one machine: real Azurite, emulated Service Bus, simulated tenant, the built app in a worker. */
export interface Stack {
  readonly clock: VirtualClock;
  readonly azurite: Azurite;
  readonly broker: Broker;
  readonly tenant: Tenant;
  readonly host: Host;
  readonly settings: Readonly<Record<string, string>>;
  readonly certificate: LocalCertificate;
  stop(): Promise<void>;
}

/** The root of the project: where `package.json`, `host.json` and `dist/` lie. */
const appDir = join(import.meta.dirname, "..", "..");

/** Starts everything, in the order in which the parts need each other. Anything that fails stops what had started. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const clock = virtualClock();
  const folder = options.data ?? (await mkdtemp(join(tmpdir(), "leaver-")));
  await mkdir(folder, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  if (options.data === undefined) stops.push(() => rm(folder, { recursive: true, force: true }));
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const certificate = await localCertificate(join(folder, "localhost.pem"));
    const azuriteFolder = options.data === undefined ? undefined : join(folder, "azurite");
    const [azurite, tenant, broker] = await Promise.all([
      startAzurite({ folder: azuriteFolder, ...(options.ports && { port: options.ports.tables }) }),
      startTenant({
        clock,
        certificate,
        ...(options.ports && { port: options.ports.tenant, controlPort: options.ports.control }),
        latencyMs: options.latencyMs ?? 0,
        people: options.people ?? 0,
        ...(options.grantedPermissions && { grantedPermissions: options.grantedPermissions }),
        ...(options.record && { record: options.record }),
      }),
      startBroker({
        clock,
        config: serviceBusConfig(),
        ...(options.ports && { port: options.ports.broker }),
        ...(options.data !== undefined && { dataFile: join(folder, "broker.json") }),
      }),
    ]);
    stops.push(
      () => azurite.close(),
      () => tenant.close(),
      () => broker.close(),
    );
    const policyFile = join(folder, "policy.json");
    await writeFile(policyFile, JSON.stringify({ ...localPolicy(tenant), ...options.policy }, undefined, 2));
    const ledger = (await options.tablesThrough?.(azurite.connectionString)) ?? azurite.connectionString;
    const settings = localSettings({ tenant, ledger, serviceBus: broker.connectionString, policyFile });
    const host = await startHost({
      appDir,
      settings,
      clock,
      hostKey: local.functionKey,
      env: { NODE_EXTRA_CA_CERTS: certificate.certFile },
      ...(options.ports && { port: options.ports.host }),
      ...(options.onLog && { onLog: options.onLog }),
    });
    stops.push(() => host.stop());
    return { clock, azurite, broker, tenant, host, settings, certificate, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The policy of the local company: its emergency account is protected, and the one site without a zone has one. */
function localPolicy(tenant: Tenant): Partial<Policy> {
  return {
    defaultZone: "Europe/Berlin",
    sites: { Pune: "Asia/Kolkata" },
    protected: [tenant.state.person("freja").id],
    fallbackContact: tenant.state.person("petra").id,
  };
}

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Policy } from "../../shared/domain/policy.ts";
import { type Broker, startBroker } from "../broker/broker.ts";
import { type LocalCertificate, localCertificate } from "../certificates.ts";
import { type VirtualClock, virtualClock } from "../clock.ts";
import type { FaultFile } from "../faults/fault-file.ts";
import { orderFaults } from "../faults/order-faults.ts";
import { orderTableFaults } from "../faults/table-faults.ts";
import { type Host, startHost } from "../host/host.ts";
import type { LogEntry } from "../host/log.ts";
import { startHttpProxy } from "../proxy/http-proxy.ts";
import type { RecordedExchange } from "../tenant/http/recording.ts";
import type { TenantState } from "../tenant/state.ts";
import { startTenant, type Tenant } from "../tenant/tenant.ts";
import { type Azurite, connectionTo, startAzurite } from "./azurite.ts";
import { serviceBusConfig } from "./entities.ts";
import { freePort } from "./free-port.ts";
import { keepClock } from "./kept-clock.ts";
import { writePolicyFile } from "./policy-file.ts";
import { local, localSettings } from "./settings.ts";
import { Started } from "./started.ts";
import { refuseTakenPorts } from "./taken-ports.ts";

export interface StackOptions {
  /** Folder where ledger, messages, tenant, policy and virtual time are kept between runs; undefined: nothing is kept. */
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
  /** What differs from the local policy. A `policy.json` that is in the data folder already stands as it is. */
  readonly policy?: Partial<Policy> | ((state: TenantState) => Partial<Policy>);
  /** Settings of the app beside the local ones. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly grantedPermissions?: readonly string[];
  readonly record?: (exchange: RecordedExchange) => void;
  readonly onLog?: (entry: LogEntry) => void;
  /** What stands between the app and Azurite: gets its connection string, gives the one the app uses. */
  readonly tablesThrough?: (connectionString: string) => Promise<string>;
  /** Instances of the app against the one broker; 1 when left out. */
  readonly instances?: number;
  /** What shall go wrong from the start. */
  readonly faults?: FaultFile | undefined;
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
  /** `kept`: the policy file was in the data folder before this start. */
  readonly policy: "written" | "kept";
  /** Lets what runs end, then ends the parts in the order in which none misses another. */
  stop(): Promise<void>;
}

/** The root of the project: where `package.json`, `host.json` and `dist/` lie. */
const appDir = join(import.meta.dirname, "..", "..");

/**
 * Starts everything, in the order in which the parts need each other. Anything that fails stops what had started.
 *
 * @throws with a message for whoever starts it: ports that are taken, a file that cannot be used, a policy that is wrong
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { ports } = options;
  // The worker runs in another folder than this process may.
  const data = options.data === undefined ? undefined : resolve(options.data);
  if (ports !== undefined) await refuseTakenPorts(ports);
  const clock = virtualClock();
  const folder = data ?? (await mkdtemp(join(tmpdir(), "leaver-")));
  await mkdir(folder, { recursive: true });
  const started = new Started();
  if (data === undefined) started.add(() => rm(folder, { recursive: true, force: true }));
  else started.add(keepClock(clock, join(data, "clock.json")));
  try {
    const certificate = await localCertificate(join(folder, "localhost.pem"));
    const [azurite, tenant, broker] = await started.together([
      startAzurite({
        ...(data !== undefined && { folder: join(data, "azurite") }),
        ...(ports && { port: ports.tables }),
      }),
      startTenant({
        clock,
        certificate,
        ...(ports && { port: ports.tenant, controlPort: ports.control }),
        latencyMs: options.latencyMs ?? 0,
        people: options.people ?? 0,
        ...(data !== undefined && { dataFile: join(data, "tenant.json") }),
        ...(options.grantedPermissions && { grantedPermissions: options.grantedPermissions }),
        ...(options.record && { record: options.record }),
      }),
      startBroker({
        clock,
        config: serviceBusConfig(),
        ...(ports && { port: ports.broker }),
        ...(data !== undefined && { dataFile: join(data, "broker.json") }),
      }),
    ]);
    const policyFile = join(folder, "policy.json");
    const policy = await writePolicyFile(policyFile, tenant.state, differing(options.policy, tenant.state));
    let ledger = (await options.tablesThrough?.(azurite.connectionString)) ?? azurite.connectionString;
    if (options.faults !== undefined) {
      const [proxy] = await started.together([startHttpProxy(azurite.port)]);
      orderTableFaults(proxy, options.faults);
      orderFaults({ broker, tenant }, options.faults);
      ledger = connectionTo(proxy.port);
    }
    // Known before the host is there, because the app's settings say where Graph can call it.
    const port = ports?.host ?? (await freePort());
    const origin = `http://127.0.0.1:${port}`;
    const usual = localSettings({ tenant, ledger, serviceBus: broker.connectionString, policyFile, origin });
    const settings = { ...usual, ...options.settings };
    const host = await startHost({
      appDir,
      settings,
      clock,
      hostKey: local.functionKey,
      // Opens the host's own endpoints, for instance a run of a timer by hand: docs/local-stack/host.md.
      masterKey: "local-master-key",
      instances: options.instances ?? 1,
      ...(data !== undefined && { timerFile: join(data, "timers.json") }),
      env: { NODE_EXTRA_CA_CERTS: certificate.certFile },
      port,
      ...(options.onLog && { onLog: options.onLog }),
    });
    started.add(() => host.stop());
    return { clock, azurite, broker, tenant, host, settings, certificate, policy, stop: () => started.end() };
  } catch (error) {
    await started.end();
    throw error;
  }
}

function differing(policy: StackOptions["policy"] = {}, state: TenantState): Partial<Policy> {
  return typeof policy === "function" ? policy(state) : policy;
}

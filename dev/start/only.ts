import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startBroker } from "../broker/broker.ts";
import { localCertificate } from "../certificates.ts";
import { virtualClock } from "../clock.ts";
import { serviceBusConfig } from "../stack/entities.ts";
import { standardPorts } from "../stack/ports.ts";
import { refuseTakenPorts } from "../stack/taken-ports.ts";
import { startTenant } from "../tenant/tenant.ts";

/** The parts of the local stack that are of use without the product. */
export const soloParts = ["broker", "tenant"] as const;
export type SoloPart = (typeof soloParts)[number];

export interface SoloOptions {
  /** Folder where its state is kept between runs; undefined: nothing is kept. */
  readonly data: string | undefined;
  /** `Config.json` of Microsoft's Service Bus emulator; undefined: the entities of Leaver. */
  readonly config: string | undefined;
  readonly people: number;
  readonly latencyMs: number;
}

/** A part that runs by itself, and what its user needs to know. */
export interface Solo {
  readonly welcome: string;
  close(): Promise<void>;
}

/** Starts one part on its usual ports. @throws with a message for whoever starts it */
export async function startSolo(part: SoloPart, options: SoloOptions): Promise<Solo> {
  const folder = options.data === undefined ? await mkdtemp(join(tmpdir(), "leaver-")) : resolve(options.data);
  await mkdir(folder, { recursive: true });
  const solo = part === "broker" ? await broker(folder, options) : await tenant(folder, options);
  return {
    welcome: solo.welcome,
    async close() {
      await solo.close();
      if (options.data === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function broker(folder: string, { data, config }: SoloOptions): Promise<Solo> {
  const { broker: port, brokerControl: controlPort } = standardPorts;
  await refuseTakenPorts({ broker: port, "broker control": controlPort });
  const certificate = await localCertificate(join(folder, "localhost.pem"));
  const started = await startBroker({
    clock: virtualClock(),
    port,
    controlPort,
    certificate,
    config: config === undefined ? serviceBusConfig() : JSON.parse(readFileSync(config, "utf8")),
    ...(data !== undefined && { dataFile: join(folder, "broker.json") }),
  });
  const entities = Object.keys(started.counts()).map((path) => `  ${path}`);
  return {
    welcome: `Service Bus emulator is up. Ctrl+C stops it.\n\n  ${started.connectionString}\n\n  Control  ${started.controlUrl}/\n  The administration client works over HTTPS on the same port: trust ${certificate.certFile} (NODE_EXTRA_CA_CERTS)\n\nEntities:\n${entities.join("\n")}`,
    close: () => started.close(),
  };
}

async function tenant(folder: string, { data, people, latencyMs }: SoloOptions): Promise<Solo> {
  const { tenant: port, control: controlPort } = standardPorts;
  await refuseTakenPorts({ tenant: port, control: controlPort });
  const certificate = await localCertificate(join(folder, "localhost.pem"));
  const started = await startTenant({
    clock: virtualClock(),
    certificate,
    port,
    controlPort,
    people,
    latencyMs,
    ...(data !== undefined && { dataFile: join(folder, "tenant.json") }),
  });
  const places = [
    ["Address", started.url],
    ["Control, mails", `${started.controlUrl}/`],
    ["Tenant id", started.tenantId],
    ["Client id", started.clientId],
    ["Client secret", started.clientSecret],
    ["Certificate", `${certificate.certFile} (trust it: NODE_EXTRA_CA_CERTS)`],
    ["People", String(started.state.people.all().length)],
  ];
  return {
    welcome: `Simulated tenant is up. Ctrl+C stops it.\n\n${places.map(([name = "", value]) => `  ${name.padEnd(15)} ${value}`).join("\n")}`,
    close: () => started.close(),
  };
}

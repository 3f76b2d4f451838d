import { setTimeout as delay } from "node:timers/promises";
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { z } from "zod";
import { type Azurite, startAzurite } from "../dev/stack/azurite.ts";
import { localSettings } from "../dev/stack/settings.ts";
import { startTenant, type Tenant } from "../dev/tenant/tenant.ts";
import { type TableName, tableNames } from "../functions/settings/azure.ts";
import { type HrSource, hrSources } from "../functions/settings/hr-sources.ts";
import { Policy } from "../shared/domain/policy.ts";
import { adapters, settingsFor, trustedCertificate } from "./adapters/graph/local-tenant.ts";
import { MemoryBus } from "./fakes/memory-bus.ts";
import { Product } from "./product/product.ts";
import { clock } from "./product/virtual-time.ts";

/** What one test chooses; everything else is as in the local stack. */
export interface Choice {
  /** Without `defaults.end` the plan has the lockout only. */
  readonly policy?: z.input<typeof Policy>;
  /** Generated people beside the company: `extra0001` and so on. */
  readonly people?: number;
  /** HR sources beside the ones of the local stack. */
  readonly sources?: readonly HrSource[];
}

/**
 * Starts Azurite for one test file. The function that it returns begins a story: empty tables, a fresh tenant, and the
 * product in one process, wired as `functions/main.ts` does it. Only the broker is a fake.
 */
export function aProduct(): (choice?: Choice) => Promise<Product> {
  let azurite: Azurite | undefined;
  let stories = 0;
  beforeAll(async () => {
    azurite = await startAzurite({});
  });
  afterAll(async () => await azurite?.close());
  return async ({ policy = {}, people = 0, sources = [] } = {}) => {
    if (azurite === undefined) throw new Error("Azurite is not up yet");
    stories += 1;
    const [tenant, table] = await Promise.all([aTenant(people), emptyTables(azurite.connectionString, stories)]);
    const settings = localSettings({ tenant, ledger: "", serviceBus: "", policyFile: "" });
    return new Product({
      tenant,
      table,
      bus: new MemoryBus(),
      policy: Policy.parse({ ...policy, defaults: { end: "suspend", ...policy.defaults } }),
      sources: [...hrSources(settings), ...sources],
      service: adapters(settingsFor(tenant)),
      logs: [],
    });
  };
}

async function aTenant(people: number): Promise<Tenant> {
  const tenant = await startTenant({ clock, certificate: await trustedCertificate(), people });
  // A process that died in the middle of a call may hold a socket half open: nobody waits for that.
  onTestFinished(async () => await Promise.race([tenant.close(), delay(300)]));
  return tenant;
}

async function emptyTables(connection: string, story: number): Promise<(name: TableName) => TableClient> {
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
  const service = TableServiceClient.fromConnectionString(connection, options);
  await Promise.all(tableNames.map((name) => service.createTable(`${name}${story}`)));
  return (name) => TableClient.fromConnectionString(connection, `${name}${story}`, options);
}

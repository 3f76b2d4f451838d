import { setTimeout as delay } from "node:timers/promises";
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { inject, onTestFinished } from "vitest";
import type { z } from "zod";
import { localSettings } from "../dev/stack/settings.ts";
import { startTenant, type Tenant } from "../dev/tenant/tenant.ts";
import { type TableName, tableNames } from "../functions/settings/azure.ts";
import { type HrSource, hrSources } from "../functions/settings/hr-sources.ts";
import { randomName } from "../shared/domain/hash.ts";
import { Policy } from "../shared/domain/policy.ts";
import { adapters, settingsFor } from "./adapters/graph/local-tenant.ts";
import { MemoryBus } from "./fakes/memory-bus.ts";
import { Product } from "./product/product.ts";
import { clock } from "./product/virtual-time.ts";
import { trustedCertificate } from "./trusted-certificate.ts";

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
 * The function that it returns begins a story: empty tables, a fresh tenant, and the product in one process, wired as
 * `functions/main.ts` does it. Only the broker is a fake.
 */
export function aProduct(): (choice?: Choice) => Promise<Product> {
  return async ({ policy = {}, people = 0, sources = [] } = {}) => {
    const [tenant, table] = await Promise.all([aTenant(people), emptyTables(inject("azurite"))]);
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
  const tenant = await startTenant({ clock, certificate: trustedCertificate(), people });
  // A process that died in the middle of a call may hold a socket half open: nobody waits for that.
  onTestFinished(async () => await Promise.race([tenant.close(), delay(300)]));
  return tenant;
}

async function emptyTables(connection: string): Promise<(name: TableName) => TableClient> {
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
  const service = TableServiceClient.fromConnectionString(connection, options);
  const story = randomName();
  const names = tableNames.map((name) => `${name}${story}`);
  await Promise.all(names.map((name) => service.createTable(name)));
  // Azurite gets slower with every table that stays.
  onTestFinished(async () => void (await Promise.all(names.map((name) => service.deleteTable(name)))));
  return (name) => TableClient.fromConnectionString(connection, `${name}${story}`, options);
}

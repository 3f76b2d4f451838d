import { randomUUID } from "node:crypto";
import type { TableClient } from "@azure/data-tables";
import type { Tenant as LocalTenant } from "../../dev/tenant/tenant.ts";
import type { TableName } from "../../functions/settings/azure.ts";
import type { HrSource } from "../../functions/settings/hr-sources.ts";
import { steps } from "../../functions/steps.ts";
import { HrisRecords } from "../../shared/adapters/hris/hris-records.ts";
import { TableCaseList } from "../../shared/adapters/tables/table-case-list.ts";
import { TableChangesStore } from "../../shared/adapters/tables/table-changes-store.ts";
import { TableDeletionDays } from "../../shared/adapters/tables/table-deletion-days.ts";
import { TableDueIndex } from "../../shared/adapters/tables/table-due-index.ts";
import { TableInbox } from "../../shared/adapters/tables/table-inbox.ts";
import { TableLedger } from "../../shared/adapters/tables/table-ledger.ts";
import { TableSubjects } from "../../shared/adapters/tables/table-subjects.ts";
import { TableSubscriptionStore } from "../../shared/adapters/tables/table-subscription-store.ts";
import { CaseTurns } from "../../shared/domain/case-turns.ts";
import { epochMs, type Instant } from "../../shared/domain/ids.ts";
import type { NotificationAddress } from "../../shared/domain/keep-subscription.ts";
import type { Policy } from "../../shared/domain/policy.ts";
import type { Tenant } from "../../shared/domain/tenant.ts";
import type { adapters } from "../adapters/graph/local-tenant.ts";
import type { MemoryBus } from "../fakes/memory-bus.ts";
import type { ProcessBorder } from "../fakes/process-border.ts";
import { clock, now } from "./virtual-time.ts";

/** Everything outside the product's processes: what stays when one of them dies. */
export interface World {
  readonly tenant: LocalTenant;
  readonly table: (name: TableName) => TableClient;
  readonly bus: MemoryBus;
  readonly policy: Policy;
  readonly sources: readonly HrSource[];
  readonly service: ReturnType<typeof adapters>;
  /** Every log line of every process. */
  readonly logs: string[];
}

/** The ports of one process, each seen through its border. */
export type Ports = ReturnType<typeof wired>;

/** Wires one process as `functions/main.ts` does it. */
export function wired(world: World, border: ProcessBorder) {
  const clockPort = { now };
  const table = world.table;
  const due = border.around("due", new TableDueIndex(table("due")));
  const { signIn: _, watch, ...service } = world.service;
  const tenant = behind(border, service);
  return {
    ledger: border.around("ledger", new TableLedger(table("cases"), clockPort, randomUUID)),
    turns: new CaseTurns(),
    // The tables of a story are its own, so any tenant id will do.
    subjects: border.around("subjects", new TableSubjects(table("subjects"), world.tenant.tenantId)),
    caseList: border.around("caseList", new TableCaseList(table("caselist"))),
    deletionDays: border.around("deletionDays", new TableDeletionDays(table("caselist"))),
    subscriptions: border.around("subscriptions", watch.subscriptions),
    userChanges: border.around("userChanges", watch.userChanges),
    deletedPeople: border.around("deletedPeople", watch.deletedPeople),
    changesStore: border.around(
      "changesStore",
      new TableChangesStore(table("deliveries"), { due, clock: clockPort, newId: randomUUID }),
    ),
    subscriptionStore: border.around("subscriptionStore", new TableSubscriptionStore(table("sources"), randomUUID)),
    // Nobody outside can call a product without a host; tests that have an address of their own say so.
    address: undefined as NotificationAddress | undefined,
    inbox: border.around("inbox", new TableInbox(table("deliveries"), due, randomUUID)),
    due,
    bus: border.around("bus", world.bus),
    hr: border.around("hr", new HrisRecords(world.sources, clockPort)),
    directory: tenant.directory,
    tenant,
    cloud: "worldwide" as const,
    policy: world.policy,
    steps,
    clock: clockPort,
    log: (entry: object) => world.logs.push(JSON.stringify(entry)),
    newId: randomUUID,
    // Virtual time passes at once, so that waiting for the next second costs none.
    until: async (at: Instant) => await clock.advance(Math.max(0, epochMs(at) - Date.now())),
  };
}

/** Every port of the tenant, seen through the border. */
function behind(border: ProcessBorder, service: Tenant): Tenant {
  const around = Object.entries(service).map(([name, port]) => [name, border.around(name, port)]);
  return Object.fromEntries(around) as Tenant;
}

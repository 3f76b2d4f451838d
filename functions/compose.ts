import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { ExchangeAdminApi } from "../shared/adapters/exchange/admin-api.ts";
import { GraphClient } from "../shared/adapters/graph/client.ts";
import { directoryWatch } from "../shared/adapters/graph/directory-watch.ts";
import { readLeaveDate } from "../shared/adapters/hris/entra-record.ts";
import { hrisEnds } from "../shared/adapters/hris/hris-ends.ts";
import { HrisRecords } from "../shared/adapters/hris/hris-records.ts";
import { microsoft365 } from "../shared/adapters/microsoft-365.ts";
import { ServiceBusBus } from "../shared/adapters/service-bus/service-bus-bus.ts";
import { SharePointSiteApi } from "../shared/adapters/sharepoint/site-api.ts";
import { credentialOf, SignIn } from "../shared/adapters/sign-in.ts";
import { TableCaseList } from "../shared/adapters/tables/table-case-list.ts";
import { TableChangesStore } from "../shared/adapters/tables/table-changes-store.ts";
import { TableDeletionDays } from "../shared/adapters/tables/table-deletion-days.ts";
import { TableDueIndex } from "../shared/adapters/tables/table-due-index.ts";
import { TableInbox } from "../shared/adapters/tables/table-inbox.ts";
import { TableLedger } from "../shared/adapters/tables/table-ledger.ts";
import { TableSourceProgresses } from "../shared/adapters/tables/table-source-progress.ts";
import { TableSubjects } from "../shared/adapters/tables/table-subjects.ts";
import { TableSubscriptionStore } from "../shared/adapters/tables/table-subscription-store.ts";
import { CaseTurns } from "../shared/domain/case-turns.ts";
import { epochMs, type Instant, instant } from "../shared/domain/ids.ts";
import type { Clock } from "../shared/domain/ports/clock.ts";
import type { Log } from "../shared/domain/ports/log.ts";
import { watchHealth } from "../shared/domain/watch-directory.ts";
import { lookAtHealth } from "./health.ts";
import { serviceBusClients, tables } from "./settings/azure.ts";
import { type HrSource, hrSources } from "./settings/hr-sources.ts";
import { noticeBook } from "./settings/notices.ts";
import { notificationAddress } from "./settings/notification-address.ts";
import { readPolicy } from "./settings/policy-file.ts";
import type { Environment } from "./settings/require.ts";
import { tenantSettings } from "./settings/tenant.ts";
import { steps } from "./steps.ts";
import { subscriptionHealth } from "./watch-health.ts";

/**
 * Settings to working parts: every adapter is made here, once, and nowhere else. Settings are read first, so that what is
 * missing or wrong stops the start before anything listens.
 *
 * @param counted what the log goes through, for metrics
 * @throws {SettingError} naming the setting, never its value
 */
export function compose(environment: Environment, counted: (log: Log) => Log = (log) => log) {
  const policy = readPolicy(environment, steps);
  const sources = hrSources(environment);
  const { tenant, tenantId, cloud, readGraph, watch } = composeTenant(environment);
  const address = notificationAddress(environment);

  const clock: Clock = { now: () => instant(Date.now()) };
  const log = counted((entry) => console.log(JSON.stringify(entry)));
  const newId = () => randomUUID();
  const until = (at: Instant) => delay(Math.max(0, epochMs(at) - Date.now()));

  const table = tables(environment);
  const bus = new ServiceBusBus(serviceBusClients(environment));
  const due = new TableDueIndex(table("due"));
  const ports = {
    ledger: new TableLedger(table("cases"), clock, newId),
    turns: new CaseTurns(),
    subjects: new TableSubjects(table("subjects"), tenantId),
    caseList: new TableCaseList(table("caselist")),
    deletionDays: new TableDeletionDays(table("caselist")),
    due,
    bus,
    hr: new HrisRecords(sources, clock, readGraph),
    directory: tenant.directory,
    tenant,
    cloud,
    policy,
    steps,
    clock,
    log,
    newId,
    until,
  };
  const inbox = new TableInbox(table("deliveries"), due, newId);
  const progress = new TableSourceProgresses(table("sources"));
  for (const { name, unverified = [] } of sources)
    for (const what of unverified) log({ event: "hr-source-unverified", source: name, what });
  const directory = {
    ...ports,
    ...watch,
    address,
    changesStore: new TableChangesStore(table("deliveries"), { due, clock, newId }),
    subscriptionStore: new TableSubscriptionStore(table("sources"), newId),
  };
  const looks = { subscriptions: subscriptionHealth(directory), watch: () => watchHealth(directory) };
  const health = () => lookAtHealth(environment, { steps, ...looks });
  const listed = listedSources(sources, clock);
  return { sources, listed, inbox, progress, ports, directory, health, tenantId, close: () => bus.close() };
}

/** The sources whose recorded ends are looked for, each with its list. */
function listedSources(sources: readonly HrSource[], clock: Clock) {
  return sources.flatMap(({ name, lookup, poll }) => {
    const ends = lookup && hrisEnds(lookup, clock);
    return ends === undefined || poll === undefined ? [] : [{ name, ends, ...poll }];
  });
}

/** The tenant alone, for tools that only look at it. @throws {SettingError} naming the setting, never its value */
export function composeTenant(environment: Environment) {
  const { tenantId, cloud, application, endpoints, noticeSender } = tenantSettings(environment);
  const signIn = new SignIn(credentialOf(application));
  const graph = new GraphClient({ endpoint: endpoints.graph, signIn });
  const exchange = new ExchangeAdminApi({ endpoint: endpoints.exchange, tenantId, signIn });
  const sharepoint = new SharePointSiteApi({ local: endpoints.sharepoint, signIn });
  const readGraph = (path: string) => graph.get(path, z.unknown(), readLeaveDate);
  const tenant = microsoft365({ graph, exchange, sharepoint, noticeSender, noticeBook: noticeBook(environment) });
  return { tenant, tenantId, cloud, readGraph, watch: directoryWatch(graph) };
}

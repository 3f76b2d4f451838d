import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { app, type InvocationContext } from "@azure/functions";
import { ExchangeAdminApi } from "../shared/adapters/exchange/admin-api.ts";
import { ExchangeMailboxes } from "../shared/adapters/exchange/mailboxes.ts";
import { GraphClient } from "../shared/adapters/graph/client.ts";
import { GraphDirectory } from "../shared/adapters/graph/directory.ts";
import { GraphMail } from "../shared/adapters/graph/mail.ts";
import { HrisRecords } from "../shared/adapters/hris/hris-records.ts";
import { ServiceBusBus } from "../shared/adapters/service-bus/service-bus-bus.ts";
import { credentialOf, SignIn } from "../shared/adapters/sign-in.ts";
import { TableCaseList } from "../shared/adapters/tables/table-case-list.ts";
import { TableDueIndex } from "../shared/adapters/tables/table-due-index.ts";
import { TableInbox } from "../shared/adapters/tables/table-inbox.ts";
import { TableLedger } from "../shared/adapters/tables/table-ledger.ts";
import { TableSubjects } from "../shared/adapters/tables/table-subjects.ts";
import { CaseTurns } from "../shared/domain/case-turns.ts";
import { epochMs, instant } from "../shared/domain/ids.ts";
import type { Clock } from "../shared/domain/ports/clock.ts";
import type { Log } from "../shared/domain/ports/log.ts";
import { runStep } from "../shared/domain/run-step.ts";
import { wakeCase } from "../shared/domain/wake-case.ts";
import { hrisWebhook } from "./intake/hris.ts";
import { openCaseHandler } from "./intake/open-case.ts";
import { StepMessage, WakeMessage } from "./message.ts";
import { opsHandlers } from "./ops/handlers.ts";
import { type Route, routes } from "./ops/routes.ts";
import { serviceBus, tables } from "./settings/azure.ts";
import { hrSources } from "./settings/hr-sources.ts";
import { readPolicy } from "./settings/policy-file.ts";
import { tenantSettings } from "./settings/tenant.ts";
import { steps } from "./steps.ts";
import { sweepHandler, sweepSchedule } from "./timers/sweep.ts";

// Settings first: what is missing or wrong stops the start, before anything listens.
const environment = process.env;
const policy = readPolicy(environment, steps);
const sources = hrSources(environment);
const { tenantId, application, endpoints, noticeSender } = tenantSettings(environment);

const clock: Clock = { now: () => instant(Date.now()) };
const log: Log = (entry) => console.log(JSON.stringify(entry));
const newId = () => randomUUID();
const until = async (at: Parameters<typeof epochMs>[0]) => {
  await delay(Math.max(0, epochMs(at) - Date.now()));
};

const table = tables(environment);
const due = new TableDueIndex(table("due"));
const inbox = new TableInbox(table("deliveries"), due, newId);
const bus = new ServiceBusBus(serviceBus(environment));
const hr = new HrisRecords(sources, clock);
const signIn = new SignIn(credentialOf(application));
const graph = new GraphClient({ endpoint: endpoints.graph, signIn });
const directory = new GraphDirectory(graph);
const exchange = new ExchangeAdminApi({ endpoint: endpoints.exchange, tenantId, signIn });
const tenant = { directory, mailboxes: new ExchangeMailboxes(exchange), mail: new GraphMail(graph, noticeSender) };
const ports = {
  ledger: new TableLedger(table("cases"), clock, newId),
  turns: new CaseTurns(),
  subjects: new TableSubjects(table("subjects"), tenantId),
  caseList: new TableCaseList(table("caselist")),
  due,
  bus,
  hr,
  directory,
  tenant,
  policy,
  steps,
  clock,
  log,
  newId,
  until,
};

app.http("hris", {
  route: "hris/{source}",
  // Every method, so that the answer to a wrong one is 405 and says which one is right (RULE 1).
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
  authLevel: "anonymous",
  handler: hrisWebhook({ sources, inbox, bus, clock, log }),
});

const onServiceBus = (handler: (message: unknown) => Promise<void>) => async (message: unknown, _: InvocationContext) =>
  await handler(message);

app.serviceBusQueue("open-case", {
  connection: "SERVICE_BUS",
  queueName: "intake",
  handler: onServiceBus(openCaseHandler(inbox, ports)),
});

app.serviceBusQueue("wake-case", {
  connection: "SERVICE_BUS",
  queueName: "wake",
  handler: onServiceBus(async (message) => {
    const { caseId, dueKey } = WakeMessage.parse(message);
    await wakeCase(caseId, dueKey, ports);
  }),
});

for (const step of steps) {
  app.serviceBusTopic(step.name, {
    connection: "SERVICE_BUS",
    topicName: "steps",
    subscriptionName: step.name,
    handler: onServiceBus(async (message) => await runStep(step, StepMessage.parse(message), ports)),
  });
}

app.timer("sweep", { schedule: sweepSchedule, handler: sweepHandler(ports) });

const handlers = opsHandlers(ports);
for (const [key, route] of Object.entries(routes) as [keyof typeof routes, Route][]) {
  app.http(route.name, { route: route.route, methods: [route.method], authLevel: "function", handler: handlers[key] });
}

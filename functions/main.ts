import { app, type HttpFunctionOptions } from "@azure/functions";
import { runStep } from "../shared/domain/run-step.ts";
import { wakeCase } from "../shared/domain/wake-case.ts";
import { compose } from "./compose.ts";
import { tellOperatorHandler } from "./events/tell-operator.ts";
import { directoryEventHandler } from "./intake/directory-event.ts";
import { graphLifecycle } from "./intake/graph-lifecycle.ts";
import { graphNotifications } from "./intake/graph-notifications.ts";
import { hrisWebhook } from "./intake/hris.ts";
import { openCaseHandler } from "./intake/open-case.ts";
import { StepMessage, WakeMessage } from "./message.ts";
import { opsHandlers } from "./ops/handlers.ts";
import { healthHandler } from "./ops/health.ts";
import { restoreHandlers } from "./ops/restore-handlers.ts";
import { type Route, routes } from "./ops/routes.ts";
import { graphRoutes } from "./settings/notification-address.ts";
import { startTelemetry } from "./telemetry.ts";
import { deltaHandler, deltaSchedule } from "./timers/delta.ts";
import { continueHandler, continueSchedule, reconcileHandler } from "./timers/reconcile-sources.ts";
import { subscriptionsHandler, subscriptionsSchedule } from "./timers/subscriptions.ts";
import { sweepHandler, sweepSchedule } from "./timers/sweep.ts";

const { sources, listed, inbox, progress, ports, directory, health, tenantId } = compose(
  process.env,
  startTelemetry(process.env),
);
const reconcile = { ...ports, inbox, progress };
const graph = { ...directory, inbox, tenantId };
const connection = "SERVICE_BUS";

// Every method, so that the answer to a wrong one is 405 and says which one is right (RULE 1). Callers prove themselves.
const webhook: Pick<HttpFunctionOptions, "methods" | "authLevel"> = {
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
  authLevel: "anonymous",
};
app.http("hris", {
  ...webhook,
  route: "hris/{source}",
  handler: hrisWebhook({ ...ports, sources, inbox, progress }),
});
app.http("graph-notifications", {
  ...webhook,
  route: graphRoutes.notifications,
  handler: graphNotifications(graph),
});
app.http("graph-lifecycle", { ...webhook, route: graphRoutes.lifecycle, handler: graphLifecycle(graph) });

app.serviceBusQueue("open-case", {
  connection,
  queueName: "intake",
  handler: openCaseHandler(inbox, ports, directoryEventHandler(directory)),
});

app.serviceBusQueue("wake-case", {
  connection,
  queueName: "wake",
  handler: async (message) => {
    const { caseId, dueKey } = WakeMessage.parse(message);
    await wakeCase(caseId, dueKey, ports);
  },
});

for (const step of ports.steps) {
  app.serviceBusTopic(step.name, {
    connection,
    topicName: "steps",
    subscriptionName: step.name,
    handler: async (message) => await runStep(step, StepMessage.parse(message), ports),
  });
}

app.serviceBusTopic("tell-operator", {
  connection,
  topicName: "events",
  subscriptionName: "operator",
  handler: tellOperatorHandler(ports),
});

app.timer("sweep", { schedule: sweepSchedule, handler: sweepHandler(ports) });
app.timer("delta", { schedule: deltaSchedule, handler: deltaHandler(directory) });
app.timer("subscriptions", { schedule: subscriptionsSchedule, handler: subscriptionsHandler(directory) });
for (const source of listed) {
  const { name, schedule } = source;
  app.timer(`reconcile-${name}`, { schedule, handler: reconcileHandler(source, reconcile) });
}
app.timer("continue-reconciliation", { schedule: continueSchedule, handler: continueHandler(listed, reconcile) });

const handlers = { ...opsHandlers(ports), ...restoreHandlers(ports), health: healthHandler({ health }) };
for (const [key, { name, route, method }] of Object.entries(routes) as [keyof typeof routes, Route][]) {
  app.http(name, { route, methods: [method], authLevel: "function", handler: handlers[key] });
}

import { z } from "zod";
import { OutputBinding } from "./outputs/output-binding.ts";
import { RetryPolicy } from "./retry-policy.ts";

const Common = z.object({
  name: z.string(),
  disabled: z.boolean(),
  bindingName: z.string(),
  outputs: z.array(OutputBinding).default([]),
});

/** An `httpTrigger` binding with the settings put in. */
export const HttpFunction = Common.extend({
  type: z.literal("httpTrigger"),
  route: z.string().optional(),
  /** Empty: every method. */
  methods: z.array(z.string().toUpperCase()).default(["GET", "POST"]),
  authLevel: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["anonymous", "function", "admin"]))
    .prefault("anonymous"),
});
export type HttpFunction = z.infer<typeof HttpFunction>;

/** A `timerTrigger` binding with the settings put in. */
export const TimerFunction = Common.extend({
  type: z.literal("timerTrigger"),
  schedule: z.string(),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
  retry: RetryPolicy.optional(),
});
export type TimerFunction = z.infer<typeof TimerFunction>;

/** A `serviceBusTrigger` binding for a queue or a subscription, with the settings put in. */
export const ServiceBusFunction = Common.extend({
  type: z.literal("serviceBusTrigger"),
  queueName: z.string().optional(),
  topicName: z.string().optional(),
  subscriptionName: z.string().optional(),
  connection: z.string().optional(),
  dataType: z.string().optional(),
  isSessionsEnabled: z.boolean().default(false),
  cardinality: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["one", "many"]))
    .prefault("one"),
  sdkBinding: z.literal(false, "sdkBinding needs an extension package that the local host does not load").optional(),
  autoCompleteMessages: z.boolean().optional(),
}).refine(
  ({ queueName, topicName, subscriptionName }) =>
    queueName !== undefined ? topicName === undefined : topicName !== undefined && subscriptionName !== undefined,
  "Name either a queue, or a topic and a subscription",
);
export type ServiceBusFunction = z.infer<typeof ServiceBusFunction>;

/** Any function that this host can run. */
export const FunctionDefinition = z.discriminatedUnion("type", [HttpFunction, TimerFunction, ServiceBusFunction]);
export type FunctionDefinition = z.infer<typeof FunctionDefinition>;

/** The entity that a Service Bus function receives from. */
export function entityPath({ queueName, topicName, subscriptionName }: ServiceBusFunction): string {
  return queueName ?? `${topicName}/Subscriptions/${subscriptionName}`;
}

/** What to show of a function beside its name. `prefix` is the route prefix of host.json. */
export function describeFunction(definition: FunctionDefinition, prefix: string): string {
  const suffix = definition.disabled ? " (disabled)" : "";
  switch (definition.type) {
    case "httpTrigger":
      return `${definition.methods.join(",") || "*"} ${routeOf(definition, prefix)} [${definition.authLevel}]${suffix}`;
    case "timerTrigger":
      return `${definition.schedule}${suffix}`;
    case "serviceBusTrigger":
      return `${entityPath(definition)}${definition.isSessionsEnabled ? " (sessions)" : ""}${suffix}`;
    default:
      return definition satisfies never;
  }
}

/** The whole route template, with a leading slash. Without a route the function's name is the route. */
export function routeOf({ name, route }: HttpFunction, prefix: string): string {
  return `/${[prefix, (route ?? "").replace(/^\/+|\/+$/g, "") || name].filter((part) => part !== "").join("/")}`;
}

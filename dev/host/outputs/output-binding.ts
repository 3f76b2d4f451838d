import { z } from "zod";

const Common = z.object({ name: z.string() });

/** The answer of an HTTP function, usually named `$return`. */
export const HttpOutput = Common.extend({ type: z.literal("http") });

/** A queue or topic that gets what the function gives back. `{property}` in a name is replaced per invocation. */
export const ServiceBusOutput = Common.extend({
  type: z.literal("serviceBus"),
  queueName: z.string().optional(),
  topicName: z.string().optional(),
  connection: z.string().optional(),
}).refine(
  ({ queueName, topicName }) => (queueName === undefined) !== (topicName === undefined),
  "Name either a queue or a topic",
);
export type ServiceBusOutput = z.infer<typeof ServiceBusOutput>;

/** An output binding with the settings put in; `name` is `$return` for what the handler returns. */
export const OutputBinding = z.discriminatedUnion("type", [HttpOutput, ServiceBusOutput]);
export type OutputBinding = z.infer<typeof OutputBinding>;

import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import type { VirtualClock } from "../../clock.ts";
import type { ServiceBusOptions } from "../host-json.ts";

/** How long more messages are waited for once there is one, in real milliseconds; .NET's client waits as long. */
const MORE_MS = 20;
/** How often virtual time is looked at while a batch fills. Real milliseconds. */
const LOOK_MS = 100;

/**
 * The rest of a batch that has its first message: what is there at once, up to `maxMessageBatchSize`; where
 * `minMessageBatchSize` asks for more, up to `maxBatchWaitTime` of virtual time later.
 */
export async function fillBatch(
  first: ServiceBusReceivedMessage,
  receiver: Pick<ServiceBusReceiver, "receiveMessages">,
  options: ServiceBusOptions,
  clock: VirtualClock,
  signal: AbortSignal,
): Promise<ServiceBusReceivedMessage[]> {
  const { minMessageBatchSize, maxMessageBatchSize, maxBatchWaitTime } = options;
  const until = clock.now() + maxBatchWaitTime;
  const batch = [first];
  const takeMore = async (maxWaitTimeInMs: number) => {
    const room = maxMessageBatchSize - batch.length;
    if (room > 0) batch.push(...(await receiver.receiveMessages(room, { maxWaitTimeInMs })));
  };
  await takeMore(MORE_MS);
  while (batch.length < minMessageBatchSize && clock.now() < until && !signal.aborted) {
    await takeMore(Math.min(LOOK_MS, until - clock.now()));
  }
  return batch;
}

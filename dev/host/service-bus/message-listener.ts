import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { Gate } from "../gate.ts";
import { keepLocked } from "./keep-locked.ts";
import { MessagePump } from "./message-pump.ts";
import type { Listening, Receiving, ReceivingOptions } from "./receiving.ts";
import { listening } from "./stretches.ts";
import { triggerData } from "./trigger-data.ts";

/**
 * Receives single messages without sessions, in peek-lock mode: success completes the message, failure abandons it, so
 * that it is delivered again at once with a higher count. `prefetchCount` messages are held beside those in work, and
 * their locks run meanwhile.
 */
export function messageListener(options: ReceivingOptions): Listening {
  return listening(options, start);
}

function start(receiving: Receiving): MessagePump {
  const { maxConcurrentCalls, prefetchCount } = receiving.options.options;
  const gate = new Gate(maxConcurrentCalls);
  return new MessagePump({
    receiver: receiving.createReceiver(),
    credit: maxConcurrentCalls + prefetchCount,
    work: (message, pump) => receiving.options.invocations.during(() => inTurn(receiving, message, pump, gate)),
    onError: (message) => receiving.note(message),
  });
}

async function inTurn(
  receiving: Receiving,
  message: ServiceBusReceivedMessage,
  pump: MessagePump,
  gate: Gate,
): Promise<void> {
  await gate.enter();
  try {
    if (pump.stopping) await receiving.settle([message], false, pump);
    else await runOne(receiving, message, pump);
  } finally {
    gate.leave();
  }
}

async function runOne(receiving: Receiving, message: ServiceBusReceivedMessage, pump: MessagePump): Promise<void> {
  const { target, options, clock } = receiving.options;
  const stopRenewing = keepLocked({
    lockedUntil: () => message.lockedUntilUtc,
    renew: () => pump.receiver.renewMessageLock(message),
    clock,
    upToMs: options.maxAutoLockRenewalDuration,
    onError: (error) => receiving.note(`lock of message ${message.messageId} not renewed: ${error}`),
  });
  const succeeded = await receiving.invoke(triggerData(message, target.dataType));
  stopRenewing();
  await receiving.settle([message], succeeded, pump);
}

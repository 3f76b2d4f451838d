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

function start(receiving: Receiving, again: () => void): MessagePump {
  const { maxConcurrentCalls, prefetchCount } = receiving.options.options;
  const gate = new Gate(maxConcurrentCalls);
  return new MessagePump({
    receiver: receiving.createReceiver(),
    credit: maxConcurrentCalls + prefetchCount,
    work: (message, pump) => receiving.options.invocations.during(() => inTurn(receiving, message, pump, gate, again)),
    onError: (message) => receiving.note(message),
  });
}

async function inTurn(
  receiving: Receiving,
  message: ServiceBusReceivedMessage,
  pump: MessagePump,
  gate: Gate,
  again: () => void,
): Promise<void> {
  await gate.enter();
  try {
    if (pump.stopping) await receiving.settle([message], false, pump);
    else if (!(await runOne(receiving, message, pump)) && !pump.stopping) again();
  } finally {
    gate.leave();
  }
}

/** @returns whether the link still answers: the client would leave a broken one alone for a while, the real host's does not */
async function runOne(receiving: Receiving, message: ServiceBusReceivedMessage, pump: MessagePump): Promise<boolean> {
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
  return await receiving.settle([message], succeeded, pump);
}

import { epochMs } from "./ids.ts";
import { deliveryMessage, wakeMessage } from "./messages.ts";
import type { Bus } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import type { DueIndex } from "./ports/ledger.ts";
import type { Log } from "./ports/log.ts";

export interface SweepPorts {
  readonly due: DueIndex;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Wakes everything whose time has come, however old: one message per entry, and nothing else. The entries are deleted by
 * whoever handles the messages, so a sweep may stop anywhere, run twice, or never have run for a week (RULE 9, RULE 14).
 */
export async function sweep(ports: SweepPorts): Promise<void> {
  const now = ports.clock.now();
  let woken = 0;
  let oldest = now;
  for await (const page of ports.due.dueAt(now)) {
    const messages = page.map(({ key, due }) =>
      due.kind === "case" ? wakeMessage(due.caseId, key, now) : deliveryMessage(due.delivery, key, now),
    );
    await ports.bus.send(messages);
    woken += messages.length;
    for (const { at } of page) if (at < oldest) oldest = at;
  }
  ports.log({ event: "swept", woken, lagMs: epochMs(now) - epochMs(oldest) });
}

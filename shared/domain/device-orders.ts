import { z } from "zod";
import { epochMs, Instant, instant } from "./ids.ts";
import { type ManagedDevice, ownerships } from "./ports/managed-devices.ts";
import type { MobileDevice } from "./ports/mobile-devices.ts";
import type { StepInput } from "./step.ts";

/** A managed device as it is kept on the ledger. */
export const SeenManagedDevice = z.object({
  id: z.string(),
  ownership: z.enum(ownerships),
  order: z
    .object({
      kind: z.enum(["retire", "wipe"]),
      state: z.enum(["pending", "done", "failed"]),
      at: Instant.optional(),
    })
    .optional(),
});
export type SeenManagedDevice = z.infer<typeof SeenManagedDevice>;

/** A mail client as it is kept on the ledger. */
export const SeenMobileDevice = z.object({
  id: z.string(),
  wipe: z.object({ at: Instant.optional(), acknowledged: z.boolean() }).optional(),
});
export type SeenMobileDevice = z.infer<typeof SeenMobileDevice>;

export function seenManaged({ id, ownership, order }: ManagedDevice): SeenManagedDevice {
  if (order === undefined) return { id, ownership };
  const { kind, state, at } = order;
  return { id, ownership, order: { kind, state, ...(at && { at }) } };
}

export function seenMobile({ id, wipe }: MobileDevice): SeenMobileDevice {
  if (wipe === undefined) return { id };
  return { id, wipe: { acknowledged: wipe.acknowledged, ...(wipe.at && { at: wipe.at }) } };
}

/**
 * Whether the device has an order that needs no second one: it waits for the device, or it is of this case. One that the
 * device carried out, or failed at, before the case says nothing about the data on it now.
 */
export function isOrdered({ order }: SeenManagedDevice, input: Pick<StepInput, "case">): boolean {
  if (order === undefined) return false;
  return order.state === "pending" || isOfCase(order.at, input);
}

/** The same of a mail client. */
export function isWipeOrdered({ wipe }: SeenMobileDevice, input: Pick<StepInput, "case">): boolean {
  if (wipe === undefined) return false;
  return !wipe.acknowledged || isOfCase(wipe.at, input);
}

/** Clocks differ, and services keep whole seconds. */
const toleranceMs = 5 * 60_000;

function isOfCase(at: Instant | undefined, { case: record }: Pick<StepInput, "case">): boolean {
  const from = instant(epochMs(record.startedAt ?? record.openedAt) - toleranceMs);
  return at !== undefined && at >= from;
}

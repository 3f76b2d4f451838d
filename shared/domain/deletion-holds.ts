import { z } from "zod";
import { holdBeforeDeletion, isHeld } from "./holds.ts";
import { epochMs, Instant, instant } from "./ids.ts";
import type { Risk } from "./risk.ts";
import type { Hindrance, StepInput } from "./step.ts";

const dayMs = 86_400_000;

/** A hold that stood in the way of the deletion: since when it was seen, and when it was seen lifted. */
export const PauseByHold = z.object({ seenAt: Instant, liftedAt: Instant.optional() });
export type PauseByHold = z.infer<typeof PauseByHold>;

/** Where the things of an account lie that a hold may keep after it: ids, because the account does not lead to them any more. */
export const HeldThings = z.object({
  mailbox: z.string().optional(),
  drive: z.object({ host: z.string(), siteId: z.string() }).optional(),
});
export type HeldThings = z.infer<typeof HeldThings>;

type Input = Pick<StepInput, "leaver" | "tenant" | "settings" | "clock">;

/** Whether a hold keeps something now that the deletion would take, and where it lies. What cannot be read is thrown. */
export async function heldNow({ leaver, tenant, settings }: Input): Promise<{ held: boolean; things: HeldThings }> {
  const [holds, drive] = await Promise.all([tenant.holds.of(leaver.id), tenant.drives.find(leaver.id)]);
  // A mailbox that is to become inactive needs its hold, and a OneDrive on hold stays without its account.
  const plain = settings.end === "plain-deletion";
  const state = plain && drive !== undefined ? await tenant.drives.state(drive) : undefined;
  const held = plain && ((holds !== undefined && isHeld(holds)) || (state !== undefined && state.onHold !== false));
  return {
    held,
    things: {
      ...(holds?.mailbox !== undefined && { mailbox: holds.mailbox }),
      ...(drive && { drive: { host: new URL(drive.address).origin, siteId: drive.siteId } }),
    },
  };
}

/** The pause after a look: a lifted hold is remembered, because the clock does not start again at once. */
export function pausedBy(before: PauseByHold | undefined, held: boolean, now: Instant): PauseByHold | undefined {
  if (held) return { seenAt: before?.liftedAt === undefined ? (before?.seenAt ?? now) : now };
  return before && { ...before, liftedAt: before.liftedAt ?? now };
}

/**
 * What holds say about deleting now, looked at fresh. After a hold that stood in the way was
 * lifted, a day passes first: enough to place another one (FACT-19).
 */
export async function holdInTheWay(input: Input, pause: PauseByHold | undefined): Promise<Hindrance | undefined> {
  const because = await holdBeforeDeletion(input);
  if (because !== undefined) return because;
  if ((await heldNow(input)).held) return driveIsHeld;
  if (pause?.liftedAt === undefined) return undefined;
  const until = instant(epochMs(pause.liftedAt) + dayMs);
  if (until <= input.clock.now()) return undefined;
  return { kind: "wait", until, because: `a hold was lifted: the deletion goes on at ${until}, not before (R-35)` };
}

const driveIsHeld: Hindrance = {
  kind: "person",
  because:
    "A hold keeps the OneDrive, or nobody knows whether one does: end it with those who placed it, then resume; the deletion follows a day later (R-35, R-60)",
};

/**
 * Holds that are seen after the deletion: they were placed when it had already begun, because right before it there were
 * none. Nothing is undone by itself.
 */
export async function holdsThatCameLate(
  { leaver, tenant, settings }: Input,
  things: HeldThings,
  purgedAt: Instant,
): Promise<Risk[]> {
  if (settings.end !== "plain-deletion") return [];
  const [mailbox, left] = await Promise.all([
    things.mailbox === undefined ? "none" : tenant.holds.afterDeletion(things.mailbox),
    things.drive && tenant.leftDrives.look(things.drive),
  ]);
  const late = (what: string, then: string): Risk => ({
    rule: "R-35",
    what: `A hold on the ${what} was seen right after the deletion, which had already begun when it was placed: ${then}; the account can be restored until ${purgedAt}`,
    objectId: leaver.id,
  });
  return [
    ...(mailbox === "kept" ? [late("mailbox", "the mailbox is kept")] : []),
    ...(mailbox === "placed" ? [late("mailbox", "it came too late to keep the mailbox (R-27)")] : []),
    ...(left?.kind === "there" && left.state.onHold !== false ? [late("OneDrive", "the OneDrive is kept")] : []),
  ];
}

import { steps } from "../../functions/steps.ts";
import type { Departure, StepRecord } from "../../shared/domain/case.ts";
import { usualSettings } from "../../shared/domain/case-settings.ts";
import { departureInstant } from "../../shared/domain/departure.ts";
import { stepMessage } from "../../shared/domain/messages.ts";
import { makePlan } from "../../shared/domain/plan.ts";
import { aRecord } from "../a-case.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";
import { day, now } from "../product/virtual-time.ts";
import { zoneWhereItIs } from "../steps/announce/announced.ts";

/** Steps that run while a case waits for its time. */
export function isAnnouncing(name: string): boolean {
  return steps.some((step) => step.name === name && step.beforeStart);
}

/** A scheduled case whose announcement is due: a week ahead, or at noon of the last day. */
export async function announcingAt(product: Product, who: string, name: string): Promise<Leaver> {
  const leaver = product.leaver(who);
  const { subjects, ledger, bus, policy, cloud } = product.ports;
  const at = now();
  const settings = usualSettings;
  const { startedAt: _, ...record } = aRecord({
    status: "scheduled",
    leaverId: leaver.id,
    employeeRef: leaver.person.hrId ?? "nobody",
    acceptedAt: at,
    openedAt: at,
    settings,
    departure: name === "remind-last-day" ? endOf(zoneWhereItIs(12)) : endOf({ zone: "UTC", date: day(7) }),
  });
  const plan = makePlan(steps, policy, { settings, cloud }).steps.map((step): StepRecord => {
    return step.name === name ? { ...step, state: "ready", generation: 1, readyAt: at } : step;
  });
  const send = plan.filter(({ state }) => state === "ready").map((step) => stepMessage(record.caseId, step));
  await subjects.claim(leaver.id, record.caseId, undefined);
  await ledger.open(record, { steps: plan, audit: { actor: "leaver", what: "case.opened" }, send });
  await bus.send(send);
  return leaver;
}

function endOf({ zone, date }: Pick<Departure, "zone" | "date">): Departure {
  const rule = { date, zone, meaning: "last-working-day" as const, timeOfDay: "23:00" };
  return { ...rule, startAt: departureInstant(rule), late: false };
}

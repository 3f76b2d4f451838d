import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { freeSeat, savings } from "../../../shared/domain/free-seats.ts";
import { Cost, Risk, Seat } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Count = z.object({ skuId: z.string(), bought: z.number(), used: z.number() });
const Shown = z.object({
  /** Seats of the company, before the licences went and now. The count lags by minutes. */
  counts: z.array(Count.extend({ usedBefore: z.number().optional() })),
  seats: z.array(Seat),
  costs: z.array(Cost),
  risks: z.array(Risk),
});
const Removed = z.object({ counts: z.array(Count), seats: z.array(Seat) });

/**
 * Tells what the licences were worth and what a person may give back: a licence that is free costs on until its seat is taken
 * off the subscription (REQ-52), and a blocked account costs as much as before (REQ-14). Leaver lowers no seat count.
 */
export const reportSeats = defineStep({
  name: "report-seats",
  title: "Report seats",
  section: "reclaim",
  needs: ["snapshot", "remove-licences"],
  permissions: ["LicenseAssignment.Read.All", "User.Read.All"],
  chain: 2,
  shows: Shown,

  leftOut({ settings }) {
    return settings.end === "living-account" ? undefined : "The deletion of the account frees its seats (FACT-11)";
  },

  async observe(input) {
    const { policy, steps, tenant } = input;
    const record = stepRecord(steps, "remove-licences");
    const removed = Removed.safeParse(record?.evidence).data;
    const before = Removed.safeParse(record?.before).data?.counts ?? [];
    const kept = removed === undefined ? await keptBy(input, record?.because) : [];
    const freed = (removed?.seats ?? []).filter(({ state }) => state === "freed").map(({ skuId }) => skuId);
    const mine = [...freed, ...(removed?.seats ?? kept).map(({ skuId }) => skuId)];
    const counts = (await tenant.licences.seats())
      .filter(({ skuId }) => mine.includes(skuId))
      .map((count) => ({ ...count, usedBefore: before.find(({ skuId }) => skuId === count.skuId)?.used }));
    const shown = {
      counts,
      // What remove-licences saw stands in its own evidence.
      seats: kept,
      costs: freed.flatMap((skuId) => savings(skuId, policy)),
      risks: freed.map((skuId) => freeSeat(skuId, policy)),
    };
    return { kind: "reached", shown };
  },
});

/** Nothing was removed: every seat is kept, for the reason that the plan gave. */
async function keptBy({ leaver, tenant }: StepInput, because = "nothing was removed"): Promise<Seat[]> {
  const skuIds = (await tenant.licences.assignmentsOf(leaver.id)).map(({ skuId }) => skuId);
  return [...new Set(skuIds)].map((skuId): Seat => ({ skuId, state: "kept", because }));
}

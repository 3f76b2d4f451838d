import { styleText } from "node:util";
import type { DryRun, PlannedStep } from "../../shared/domain/dry-run.ts";

/** A dry run as lines for a terminal: whom it is about, every step in order, then what it comes to. */
export function planLines(plan: DryRun): readonly string[] {
  const inside = plan.steps.filter((step) => step.in);
  return [
    `Plan ${plan.planHash.slice(0, 12)} for ${plan.leaverId}${plan.protected ? styleText("red", "  PROTECTED: no case would be opened") : ""}`,
    `End: ${plan.settings.end}, lane: ${plan.settings.lane}${plan.rules.map((rule) => `; ${rule}`).join("")}`,
    `Takes over: ${plan.custodianId ?? styleText("yellow", "nobody can: name somebody before the case starts (R-43)")}`,
    "",
    ...plan.steps.flatMap(stepLines),
    "",
    `${inside.length} of ${plan.steps.length} steps are in; ${count(inside, "different")} would change something, ${count(inside, "reached")} are so already.`,
    ...moneyLines(plan),
    ...plan.report.risks.map(({ rule, what }) => `${styleText("yellow", "stays open")}  ${what} (${rule})`),
  ];
}

function stepLines(step: PlannedStep): readonly string[] {
  const line = `${sign(step)} ${step.section.padEnd(13)} ${step.name.padEnd(26)} ${about(step)}`;
  const stop =
    step.stoppedBy === undefined ? [] : [`${" ".repeat(43)}${styleText("yellow", "stops at")} ${step.stoppedBy}`];
  const approval = step.approval ? [`${" ".repeat(43)}${styleText("yellow", "needs an approval")}`] : [];
  return [line, ...stop, ...approval];
}

function sign({ in: isIn, shows }: PlannedStep): string {
  if (!isIn) return styleText("dim", "·");
  if (shows === "different") return styleText("green", "→");
  return shows === "unreadable" ? styleText("red", "?") : "=";
}

function about({ in: isIn, shows, because }: PlannedStep): string {
  if (!isIn) return styleText("dim", `out: ${because ?? ""}`);
  const words = {
    reached: "is so already",
    different: "would change",
    "not-applicable": "nothing to do",
    unreadable: "cannot be read",
  };
  return `${words[shows ?? "reached"]}${because === undefined ? "" : `: ${because}`}`;
}

function count(steps: readonly PlannedStep[], shows: PlannedStep["shows"]): number {
  return steps.filter((step) => step.shows === shows).length;
}

function moneyLines({ report }: DryRun): readonly string[] {
  const seats = report.seats.map(
    ({ skuId, state, because }) => `seat ${skuId}: ${state}${because === undefined ? "" : ` (${because})`}`,
  );
  const costs = report.costs.map(({ what, amount, currency, per, from }) => {
    const when = from === undefined ? "" : `, from ${from.slice(0, 10)}`;
    return `${what}: ${amount.toFixed(2)} ${currency} ${per === "once" ? "once" : "a month"}${when}`;
  });
  return [...seats, ...costs];
}

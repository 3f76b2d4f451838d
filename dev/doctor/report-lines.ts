import { styleText } from "node:util";
import type { CheckResult, HealthReport } from "../../shared/health/report.ts";

const colours = { ok: "green", warning: "yellow", error: "red", skipped: "dim" } as const;

/** A report as people read it: one line for each check, with what to do below it, and a sum at the end. */
export function reportLines({ healthy, checks }: HealthReport): readonly string[] {
  const count = (status: CheckResult["status"]) => checks.filter((check) => check.status === status).length;
  const sum = `${count("ok")} ok, ${count("warning")} warnings, ${count("error")} errors, ${count("skipped")} skipped`;
  return [
    ...checks.flatMap(linesOf),
    "",
    healthy ? styleText("green", `Nothing is broken: ${sum}`) : styleText("red", `Something is broken: ${sum}`),
  ];
}

function linesOf({ id, status, found, todo }: CheckResult): readonly string[] {
  const line = `${styleText(colours[status], status.padEnd(8))} ${id.padEnd(26)} ${found}`;
  return todo === undefined ? [line] : [line, `${" ".repeat(35)} ${styleText("bold", "→")} ${todo}`];
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { tableNames } from "../../functions/settings/azure.ts";
import { steps } from "../../functions/steps.ts";
import type { CaseFile } from "../../shared/domain/case.ts";
import { stepInput } from "../../shared/domain/step-input.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";

const Keys = z.looseObject({ partitionKey: z.string(), rowKey: z.string() });
const Line = z.object({ table: z.enum(tableNames), row: Keys });

/** Rows of a ledger that an earlier build left, by the commit of that build. */
export function keptRows(build: string): readonly z.infer<typeof Line>[] {
  const text = readFileSync(join(import.meta.dirname, "ledgers", `${build}.jsonl`), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));
}

/** Puts the rows where this product looks for them. */
export async function loadLedger(product: Product, build: string): Promise<void> {
  for (const { table, row } of keptRows(build)) await product.world.table(table).createEntity(row);
}

/** Brings the tenant to where the case has it: every change that the ledger says was made is made. */
export async function replay(product: Product, leaver: Leaver): Promise<void> {
  const file = await leaver.file();
  // This tenant was founded later than the ledger, and everybody's password with it.
  leaver.person.passwordChangedAt = Date.parse("2020-01-01");
  for (const step of steps) {
    const record = file.steps.find(({ name }) => name === step.name);
    if (record?.state !== "done" || step.change === undefined) continue;
    const input = stepInput(step, before(file, record.order), product.ports);
    const seen = await step.observe(input);
    if (seen.kind === "different") await step.change(input, seen.shown);
  }
}

/** The case as it stood when the step came: later ones had left nothing. */
function before(file: CaseFile, order: number): CaseFile {
  return { ...file, steps: file.steps.map((step) => (step.order < order ? step : withoutTraces(step))) };
}

function withoutTraces({ before: _, evidence: __, intent: ___, ...step }: CaseFile["steps"][number]) {
  return step;
}

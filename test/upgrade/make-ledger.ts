import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TableName } from "../../functions/settings/azure.ts";
import type { Product } from "../product/product.ts";
import { day } from "../product/virtual-time.ts";

/** Legal keeps a blocked account, so its cases have the whole plan; everybody else is locked out only. */
export const policy = {
  rules: [
    { because: "Legal keeps its mail", when: { department: ["Legal"] }, set: { end: "living-account" as const } },
  ],
};

/** The people of the kept cases, by the state that their cases are in. */
export const people = {
  done: "ben",
  "in the middle of its plan": "leaver01",
  "waiting for a person": "erik",
  "in the middle of a change, its process dead": "anna",
  scheduled: "clara",
  proposed: "julia",
} as const;

/** Leads a case into each of these states. */
export async function makeLedger(product: Product): Promise<void> {
  for (const who of ["ben", "leaver01", "erik", "anna"]) product.terminate(who);
  product.terminate("clara", day(30));
  product.terminate("julia", day(30));
  for (const who of ["ben", "leaver01", "erik", "clara"]) await product.told(who);
  await product.told("julia", { source: "approvals" });
  for (let minutes = 0; minutes < 5; minutes += 1) {
    await product.runUntil("convert-mailbox");
    await product.pass(60_000, "nothing");
  }
  await product.told("anna");
  for (const step of ["snapshot", "remove-admin-roles", "block-sign-in", "revoke-sessions"]) await product.run(step);
  const doomed = product.another();
  doomed.border.diesAt = (crossing) => crossing === "before directory.resetPasswordToUnknown";
  await doomed.run("reset-password");
}

/** Writes what the tables hold beside the other kept ledgers, one row a line, without the service's own times. */
export async function keepLedger(product: Product, build: string): Promise<void> {
  const tables: readonly TableName[] = ["cases", "due", "subjects", "caselist"];
  const rows = await Promise.all(
    tables.map(async (table) => {
      const all = await Array.fromAsync(product.world.table(table).listEntities());
      return all.map(({ etag: _, timestamp: __, ...row }) => JSON.stringify({ table, row }));
    }),
  );
  writeFileSync(join(import.meta.dirname, "ledgers", `${build}.jsonl`), `${rows.flat().join("\n")}\n`);
}

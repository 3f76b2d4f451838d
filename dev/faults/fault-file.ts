import { readFileSync } from "node:fs";
import { z } from "zod";

const Pattern = z.string().refine((text) => isPattern(text), "a regular expression");

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** How often: each time, unless `share` (0 to 1, drawn from the file's seed) or `nth` says less; `times` at most. */
const often = {
  share: z.number().min(0).max(1).optional(),
  nth: z.int().min(1).optional(),
  times: z.int().min(1).optional(),
};

const Delay = z.strictObject({ delayMs: z.int().min(0).max(120_000) });

/** `before`: nothing has happened. `after`: the service did it, and the caller does not learn so. */
const Unanswered = z.enum(["503-before", "503-after", "504-after", "cut-before", "cut-after"]);

const TenantRule = z.strictObject({
  ...often,
  method: z.string().optional(),
  /** Against path and query. */
  path: Pattern.optional(),
  /** Exchange cmdlet. */
  cmdlet: z.string().optional(),
  faults: z.array(z.union([Unanswered, z.enum(["429-before", "hang", "hang-after"]), Delay])).min(1),
});

const TableRule = z.strictObject({
  ...often,
  method: z.string().optional(),
  path: Pattern.optional(),
  faults: z
    .array(
      z.union([
        Unanswered,
        z.literal("empty-page"),
        Delay,
        /** At most so many rows come on a page, whatever was asked for. */
        z.strictObject({ rowsPerPage: z.int().min(1).max(1_000) }),
      ]),
    )
    .min(1),
});

const BusRule = z.strictObject({
  ...often,
  at: z.enum(["send", "deliver", "settle", "manage"]),
  /** As in the configuration: `intake`, `steps/Subscriptions/block-sign-in`. */
  entity: z.string().optional(),
  faults: z
    .array(
      z.union([
        z.enum(["busy-before", "lost-answer", "cut-before", "cut-after", "twice", "shuffled", "lock-lost"]),
        Delay,
      ]),
    )
    .min(1),
});

/** What shall go wrong, service by service. The first rule of a service that strikes decides; of several faults, chance takes one. */
export const FaultFile = z.strictObject({
  $schema: z.string().optional(),
  /** The same seed strikes the same operations again, as far as they come in the same order. */
  seed: z.int().default(1),
  tenant: z.array(TenantRule).default([]),
  tables: z.array(TableRule).default([]),
  bus: z.array(BusRule).default([]),
});
export type FaultFile = z.infer<typeof FaultFile>;
export type TableRule = FaultFile["tables"][number];
export type BusRule = FaultFile["bus"][number];
export type TenantRule = FaultFile["tenant"][number];

/** A fault file that cannot be used: says where and why. */
export class FaultFileError extends Error {
  override readonly name = "FaultFileError";
}

/** @throws {FaultFileError} no such file, no JSON, or rules that make no sense; all faults at once */
export function readFaultFile(path: string): FaultFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new FaultFileError(
      `${path}: ${error instanceof SyntaxError ? `is no JSON: ${error.message}` : "cannot be read"}`,
    );
  }
  const parsed = FaultFile.safeParse(json);
  if (!parsed.success) throw new FaultFileError(`${path}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

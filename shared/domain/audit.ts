import { z } from "zod";
import { hashOf } from "./hash.ts";
import { CaseId, Instant } from "./ids.ts";

/** What a state change says about itself. */
export interface AuditFact {
  /** `leaver` for the software, `operator:<name>` for a person. */
  readonly actor: string;
  /** In the past tense: `step.intended`, `step.done`, `case.cancelled`, … */
  readonly what: string;
  readonly step?: string | undefined;
  readonly because?: string | undefined;
  /** Ids and facts, no names, addresses or secrets. */
  readonly details?: unknown;
}

/** One row of the chain. `details` and `evidence` are stored as text so that the hash is over what was written. */
export const AuditRow = z.object({
  caseId: CaseId,
  seq: z.number().int().positive(),
  at: Instant,
  writeId: z.string(),
  actor: z.string(),
  what: z.string(),
  step: z.string(),
  because: z.string(),
  details: z.string(),
  previous: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** What the first row of a case follows. */
export function genesis(caseId: CaseId): string {
  return hashOf("leaver-audit-1", caseId);
}

/** The row for a fact, chained to the one before it. */
export function chain(
  fact: AuditFact,
  place: {
    readonly caseId: CaseId;
    readonly seq: number;
    readonly at: Instant;
    readonly writeId: string;
    readonly previous: string;
  },
): AuditRow {
  const row = {
    ...place,
    actor: fact.actor,
    what: fact.what,
    step: fact.step ?? "",
    because: fact.because ?? "",
    details: fact.details === undefined ? "" : JSON.stringify(fact.details),
  };
  return { ...row, hash: hashOfRow(row) };
}

function hashOfRow(row: Omit<AuditRow, "hash">): string {
  return hashOf(
    row.caseId,
    row.seq,
    row.at,
    row.writeId,
    row.actor,
    row.what,
    row.step,
    row.because,
    row.details,
    row.previous,
  );
}

/** Where a chain breaks, and why. */
export interface ChainBreak {
  readonly seq: number;
  readonly because: string;
}

/**
 * Recomputes a chain from its first row. It finds changed, missing, added and reordered rows; the end of the chain is
 * held against the case row, so that a cut tail shows as well (I3).
 */
export function verifyChain(
  caseId: CaseId,
  rows: readonly AuditRow[],
  end: { readonly seq: number; readonly head: string },
): readonly ChainBreak[] {
  const breaks: ChainBreak[] = [];
  let previous = genesis(caseId);
  let seq = 0;
  for (const row of rows) {
    seq += 1;
    if (row.seq !== seq) breaks.push({ seq: row.seq, because: `row ${seq} expected: a row is missing or doubled` });
    if (row.caseId !== caseId) breaks.push({ seq: row.seq, because: "the row belongs to another case" });
    if (row.previous !== previous) breaks.push({ seq: row.seq, because: "does not follow the row before it" });
    if (row.hash !== hashOfRow(row))
      breaks.push({ seq: row.seq, because: "content and hash disagree: the row was changed" });
    previous = row.hash;
    seq = row.seq;
  }
  if (end.seq !== rows.length) {
    breaks.push({ seq: end.seq, because: `the case row counts ${end.seq} rows, the chain has ${rows.length}` });
  }
  if (end.head !== previous) breaks.push({ seq: end.seq, because: "the last hash is not the one on the case row" });
  return breaks;
}

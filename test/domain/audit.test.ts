import { describe, expect, test } from "vitest";
import { type AuditRow, chain, genesis, verifyChain } from "../../shared/domain/audit.ts";
import { randomName } from "../../shared/domain/hash.ts";
import { CaseId } from "../../shared/domain/ids.ts";
import { noon } from "../a-case.ts";

const caseId = CaseId.parse(`case-${randomName()}`);

function aChain(length: number): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const previous = rows.at(-1)?.hash ?? genesis(caseId);
    rows.push(
      chain(
        { actor: "leaver", what: `fact-${seq}`, details: { seq } },
        { caseId, seq, at: noon, writeId: `w${seq}`, previous },
      ),
    );
  }
  return rows;
}

const whole = aChain(5);
const end = { seq: 5, head: whole.at(-1)?.hash ?? "" };
const breaksAt = (rows: readonly AuditRow[], tail = end) => verifyChain(caseId, rows, tail).map((one) => one.seq);

describe("P9: the audit chain", () => {
  test("verifies when nothing was touched", () => {
    expect(verifyChain(caseId, whole, end)).toEqual([]);
  });

  test.each(["actor", "what", "step", "because", "details", "at", "writeId"] as const)(
    "shows a changed %s where it was changed",
    (member) => {
      const touched = whole.map((row) => (row.seq === 3 ? { ...row, [member]: `${row[member]} ` } : row)) as AuditRow[];

      expect(breaksAt(touched)).toEqual([3]);
    },
  );

  test("shows a row that was rewritten together with its hash", () => {
    const [, , third] = whole;
    if (third === undefined) throw new Error("The chain is too short");
    const forged = chain({ actor: "operator:x", what: "forged" }, third);
    const touched = whole.map((row) => (row.seq === 3 ? forged : row));

    expect(breaksAt(touched)).toEqual([4]);
  });

  test("shows a removed row, a doubled one, swapped ones, and a cut tail", () => {
    expect(breaksAt(whole.filter((row) => row.seq !== 2))).toContain(3);
    expect(breaksAt(whole.flatMap((row) => (row.seq === 2 ? [row, row] : [row])))).toContain(2);
    expect(breaksAt([whole[0], whole[2], whole[1], whole[3], whole[4]].filter((row) => row !== undefined))).not.toEqual(
      [],
    );
    expect(breaksAt(whole.slice(0, 4))).toContain(5);
  });

  test("belongs to its case", () => {
    const other = CaseId.parse(`case-${randomName()}`);

    expect(verifyChain(other, whole, end)).not.toEqual([]);
  });
});

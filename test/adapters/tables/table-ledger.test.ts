import { describe, expect, test } from "vitest";
import { verifyChain } from "../../../shared/domain/audit.ts";
import type { CaseFile } from "../../../shared/domain/case.ts";
import { CaseId } from "../../../shared/domain/ids.ts";
import { eventMessage, stepMessage } from "../../../shared/domain/messages.ts";
import { StaleCaseError } from "../../../shared/domain/ports/ledger.ts";
import { aRecord, noon, somePlan } from "../../a-case.ts";
import { someTables } from "./some-tables.ts";

const tables = someTables();
const opened = { actor: "leaver", what: "case.opened" };

async function anOpenCase(): Promise<CaseFile> {
  const file = await tables.here.ledger.open(aRecord(), { steps: somePlan(), audit: opened });
  if (file === undefined) throw new Error("The case exists already");
  return file;
}

/** One write of the next transaction goes wrong like this; everything else goes through. */
function nextWrite(fault: Parameters<typeof tables.here.proxy.decide>[0]) {
  let used = false;
  tables.here.proxy.decide((proxied) => {
    if (used || !proxied.path.includes("$batch")) return undefined;
    used = true;
    return fault(proxied);
  });
}

describe("the ledger in Table Storage", () => {
  test("loads what was written, evidence and outbox included, and nothing of the history", async () => {
    const record = aRecord();
    const [first] = somePlan();
    if (first === undefined) throw new Error("The plan is empty");
    const evidence = { text: "x".repeat(70_000), nested: [1, { deep: true }], none: null };
    const send = [stepMessage(record.caseId, first), eventMessage(record, "case.opened", noon)];
    const written = await tables.here.ledger.open(record, { steps: [{ ...first, evidence }], audit: opened, send });

    const loaded = await tables.here.ledger.load(record.caseId);

    expect(loaded).toEqual(written);
    expect(loaded?.steps[0]?.evidence).toEqual(evidence);
    expect(loaded?.outbox.map((row) => row.messageId)).toEqual(send.map((message) => message.messageId));
    expect(loaded?.record.seq).toBe(1);
  });

  test("reads the case row alone, and says when there is none", async () => {
    const { record } = await anOpenCase();

    expect(await tables.here.ledger.record(record.caseId)).toEqual(record);
    expect(await tables.here.ledger.record(CaseId.parse(`case-${"f".repeat(20)}`))).toBeUndefined();
  });

  test("opens a case once: the second opening changes nothing", async () => {
    const first = await anOpenCase();

    const second = await tables.here.ledger.open({ ...first.record, because: "other" }, { audit: opened });

    expect(second).toBeUndefined();
    expect(await tables.here.ledger.load(first.record.caseId)).toEqual(first);
  });

  test("refuses a commit on a case that somebody else has written meanwhile", async () => {
    const file = await anOpenCase();
    await tables.here.ledger.commit(file, { record: { because: "one" }, audit: { actor: "leaver", what: "a" } });

    const late = tables.here.ledger.commit(file, { record: { because: "two" }, audit: { actor: "leaver", what: "b" } });

    await expect(late).rejects.toBeInstanceOf(StaleCaseError);
    const loaded = await tables.here.ledger.load(file.record.caseId);
    expect([loaded?.record.because, loaded?.record.seq]).toEqual(["one", 2]);
  });

  test.each([
    ["answers 503", { kind: "status", status: 503, when: "after" }],
    ["answers 500", { kind: "status", status: 500, when: "after" }],
    ["cuts the connection", { kind: "cut", when: "after" }],
  ] as const)("RULE 18: a commit that landed counts, although storage %s afterwards", async (_, fault) => {
    const file = await anOpenCase();
    nextWrite(() => fault);

    const committed = await tables.here.ledger.commit(file, {
      record: { because: "landed" },
      audit: { actor: "leaver", what: "a" },
    });

    expect([committed.record.because, committed.record.seq]).toEqual(["landed", 2]);
    expect(committed).toEqual(await tables.here.ledger.load(file.record.caseId));
  });

  test("RULE 18: an opening that landed counts, although its answer was lost", async () => {
    nextWrite(() => ({ kind: "cut", when: "after" }));

    const file = await anOpenCase();

    expect(file.record.seq).toBe(1);
  });

  test("RULE 18: a lost race is a lost race, although the answer was lost too", async () => {
    const file = await anOpenCase();
    await tables.here.ledger.commit(file, { record: { because: "winner" }, audit: { actor: "leaver", what: "a" } });
    nextWrite(() => ({ kind: "cut", when: "after" }));

    const late = tables.here.ledger.commit(file, {
      record: { because: "loser" },
      audit: { actor: "leaver", what: "b" },
    });

    await expect(late).rejects.toBeInstanceOf(StaleCaseError);
  });

  test("says that nothing is known to be written when storage is away", async () => {
    const file = await anOpenCase();
    tables.here.proxy.decide(() => ({ kind: "status", status: 503, when: "before" }));

    const commit = tables.here.ledger.commit(file, { audit: { actor: "leaver", what: "a" } });

    await expect(commit).rejects.toMatchObject({ disposition: "retry" });
    tables.here.proxy.decide(() => undefined);
    expect((await tables.here.ledger.load(file.record.caseId))?.record.seq).toBe(1);
  });

  test("twenty writers at once: every commit lands once, and the chain is whole", async () => {
    const { record } = await anOpenCase();
    const write = async (number: number): Promise<void> => {
      for (;;) {
        const file = await tables.here.ledger.load(record.caseId);
        if (file === undefined) throw new Error("The case is gone");
        try {
          await tables.here.ledger.commit(file, { audit: { actor: "leaver", what: `write-${number}` } });
          return;
        } catch (error) {
          if (!(error instanceof StaleCaseError)) throw error;
        }
      }
    };

    await Promise.all(Array.from({ length: 20 }, (_, number) => write(number)));

    const rows = await tables.here.ledger.history(record.caseId);
    const end = await tables.here.ledger.load(record.caseId);
    expect(new Set(rows.map((row) => row.what)).size).toBe(21);
    expect(verifyChain(record.caseId, rows, { seq: end?.record.seq ?? 0, head: end?.record.head ?? "" })).toEqual([]);
  });

  test("takes handled messages out of the outbox with the commit, and sent events with forget", async () => {
    const record = aRecord();
    const event = eventMessage(record, "case.opened", noon);
    const step = stepMessage(record.caseId, { ...aStep(), generation: 1 });
    const file = await tables.here.ledger.open(record, { steps: somePlan(), audit: opened, send: [step, event] });
    if (file === undefined) throw new Error("The case exists already");

    await tables.here.ledger.forget(file, [event.messageId]);
    await tables.here.ledger.commit(file, { audit: { actor: "leaver", what: "a" }, handled: [step.messageId] });

    expect((await tables.here.ledger.load(record.caseId))?.outbox).toEqual([]);
  });
});

function aStep() {
  const [step] = somePlan();
  if (step === undefined) throw new Error("The plan is empty");
  return step;
}

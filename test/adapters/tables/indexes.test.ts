import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { ProxyFault } from "../../../dev/proxy/http-proxy.ts";
import { randomName } from "../../../shared/domain/hash.ts";
import { CaseId, epochMs, type Instant, instant, LeaverId, SourceName } from "../../../shared/domain/ids.ts";
import type { Due } from "../../../shared/domain/ports/ledger.ts";
import { noon } from "../../a-case.ts";
import { someTables } from "./some-tables.ts";

const tables = someTables();
const aCaseId = () => CaseId.parse(`case-${randomName()}`);
const later = (ms: number) => instant(epochMs(noon) + ms);

beforeEach(() => tables.here.proxy.decide(() => undefined));

async function dueAt(now: Instant): Promise<readonly Due[]> {
  const all: Due[] = [];
  for await (const page of tables.here.due.dueAt(now)) all.push(...page.map((entry) => entry.due));
  return all;
}

describe("the due index", () => {
  test("R-06: gives everything whose time has come, however old, and nothing that comes later", async () => {
    const [weekOld, justDue, soon] = [aCaseId(), aCaseId(), aCaseId()];
    const keys = [
      await tables.here.due.put(later(-7 * 86_400_000), { kind: "case", caseId: weekOld }),
      await tables.here.due.put(noon, { kind: "case", caseId: justDue }),
      await tables.here.due.put(later(1), { kind: "case", caseId: soon }),
    ];

    const due = await dueAt(noon);

    expect(due).toEqual([
      { kind: "case", caseId: weekOld },
      { kind: "case", caseId: justDue },
    ]);
    for (const key of keys) await tables.here.due.remove(key);
    expect(await dueAt(later(1))).toEqual([]);
  });

  test("gives what can be read before it complains about a row that cannot", async () => {
    const caseId = aCaseId();
    const key = await tables.here.due.put(noon, { kind: "case", caseId });
    const bad = { partitionKey: "2026010100-0", rowKey: "00000000000000000001_x" };
    await tables.here.table("due").createEntity({ ...bad, due_json0: '{"kind":"nonsense"}' });

    const seen: Due[] = [];
    const reading = (async () => {
      for await (const page of tables.here.due.dueAt(noon)) seen.push(...page.map((entry) => entry.due));
    })();

    await expect(reading).rejects.toThrow(/2026010100-0/);
    expect(seen).toEqual([{ kind: "case", caseId }]);
    await tables.here.table("due").deleteEntity(bad.partitionKey, bad.rowKey);
    await tables.here.due.remove(key);
  });

  test("R-06: storage that stumbles does not stop the sweep", async () => {
    const caseId = aCaseId();
    const key = await tables.here.due.put(noon, { kind: "case", caseId });
    const faults: ProxyFault[] = [
      { kind: "cut", when: "after" },
      { kind: "status", status: 500, when: "before" },
    ];
    tables.here.proxy.decide(() => faults.shift());

    expect(await dueAt(noon)).toEqual([{ kind: "case", caseId }]);

    await tables.here.due.remove(key);
  });

  test("removes an entry that is gone already without complaint", async () => {
    const key = await tables.here.due.put(noon, { kind: "case", caseId: aCaseId() });
    await tables.here.due.remove(key);

    await expect(tables.here.due.remove(key)).resolves.toBeUndefined();
  });
});

describe("the lock per person", () => {
  test("I9: of many claims at once one wins, and all learn who", async () => {
    const leaver = LeaverId.parse(randomUUID());
    const claims = Array.from({ length: 10 }, () => tables.here.subjects.claim(leaver, aCaseId(), undefined));

    const holders = new Set(await Promise.all(claims));

    expect(holders.size).toBe(1);
    expect(await tables.here.subjects.holder(leaver)).toBe([...holders][0]);
  });

  test("passes from an ended case to the next one once", async () => {
    const leaver = LeaverId.parse(randomUUID());
    const [ended, next, late] = [aCaseId(), aCaseId(), aCaseId()];
    await tables.here.subjects.claim(leaver, ended, undefined);

    expect(await tables.here.subjects.claim(leaver, next, ended)).toBe(next);
    expect(await tables.here.subjects.claim(leaver, late, ended)).toBe(next);
  });

  test("RULE 18: a claim that landed is ours, although its answer was lost", async () => {
    const leaver = LeaverId.parse(randomUUID());
    const caseId = aCaseId();
    tables.here.proxy.decide(({ method }) => (method === "POST" ? { kind: "cut", when: "after" } : undefined));

    expect(await tables.here.subjects.claim(leaver, caseId, undefined)).toBe(caseId);
  });
});

describe("the inbox", () => {
  const aDelivery = () => {
    const receivedAt = instant(epochMs(noon));
    const id = tables.here.inbox.idFor("bamboohr", randomUUID());
    const source = SourceName.parse("bamboohr");
    return { id, receivedAt, events: [{ source, kind: "employee.changed" as const, employeeRef: "101", receivedAt }] };
  };

  test("stores a delivery once, with an entry that the sweep finds until it is settled", async () => {
    const delivery = aDelivery();

    expect(await tables.here.inbox.store(delivery)).toBe("stored");
    expect(await tables.here.inbox.store({ ...delivery, receivedAt: later(30_000) })).toBe("known");

    const due = { kind: "delivery", delivery: delivery.id };
    expect(await dueAt(later(3_600_000))).toEqual([due]);
    await tables.here.inbox.settle(delivery.id, { bucket: "opened", caseId: aCaseId(), because: "" });
    expect(await dueAt(later(3_600_000))).toEqual([]);
  });

  test("I8: keeps the first bucket", async () => {
    const delivery = aDelivery();
    await tables.here.inbox.store(delivery);
    await tables.here.inbox.settle(delivery.id, { bucket: "refused", caseId: undefined, because: "protected" });

    await tables.here.inbox.settle(delivery.id, { bucket: "opened", caseId: aCaseId(), because: "" });

    expect((await tables.here.inbox.read(delivery.id))?.settled).toEqual({
      bucket: "refused",
      caseId: undefined,
      because: "protected",
    });
  });

  test("RULE 18: a stored delivery whose answer was lost was not stored before", async () => {
    const delivery = aDelivery();
    let cut = false;
    tables.here.proxy.decide(({ method, path }) => {
      if (cut || method !== "POST" || !path.includes("deliveries")) return undefined;
      cut = true;
      return { kind: "cut", when: "after" };
    });

    expect(await tables.here.inbox.store(delivery)).toBe("stored");
  });

  test("accepts nothing while storage is away", async () => {
    tables.here.proxy.decide(() => ({ kind: "status", status: 503, when: "before" }));

    await expect(tables.here.inbox.store(aDelivery())).rejects.toMatchObject({ disposition: "retry" });
  });
});

describe("the list of cases", () => {
  test("pages newest first, without losing or repeating one", async () => {
    const ids = Array.from({ length: 7 }, aCaseId);
    for (const [index, caseId] of ids.entries()) await tables.here.caseList.add(caseId, later(index), "leaver");

    const seen: CaseId[] = [];
    let next: string | undefined;
    do {
      const page = await tables.here.caseList.page(3, next);
      seen.push(...page.caseIds);
      next = page.next;
    } while (next !== undefined);

    expect(seen).toEqual(ids.toReversed());
  });

  test("a page that did not come is asked for again, alone", async () => {
    const ids = Array.from({ length: 7 }, aCaseId);
    for (const [index, caseId] of ids.entries()) await tables.here.caseList.add(caseId, later(2_000_000 + index));
    const faults: ProxyFault[] = [
      { kind: "pages", rows: 2 },
      { kind: "cut", when: "before" },
      { kind: "pages", rows: 2 },
      { kind: "status", status: 503, when: "before" },
    ];
    let asked = 0;
    tables.here.proxy.decide(() => {
      asked += 1;
      return faults.shift();
    });

    expect((await tables.here.caseList.page(7, undefined)).caseIds).toEqual(ids.toReversed());
    // Two rows, two rows, the other four: three questions and two that were repeated.
    expect(asked).toBe(5);
  });

  test("R-09: counts leavers only: who was deleted elsewhere, or is restored, breaks no breaker", async () => {
    const since = later(3_000_000);
    await tables.here.caseList.add(aCaseId(), since, "leaver");
    await tables.here.caseList.add(aCaseId(), since, "retention");
    await tables.here.caseList.add(aCaseId(), since, "restore");
    // As builds before there were kinds wrote it.
    await tables.here
      .table("caselist")
      .createEntity({ partitionKey: "cases", rowKey: `00000000000000000000_${aCaseId()}` });

    expect(await tables.here.caseList.countSince(since, 10)).toBe(2);
  });
});

import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { TableChangesStore } from "../../../shared/adapters/tables/table-changes-store.ts";
import { TableSubscriptionStore } from "../../../shared/adapters/tables/table-subscription-store.ts";
import { LeaverId, SourceName } from "../../../shared/domain/ids.ts";
import type { AccountEvent } from "../../../shared/domain/ports/directory-events.ts";
import { noon } from "../../a-case.ts";
import { someTables } from "./some-tables.ts";

const tables = someTables();

/** The stores of one process, over tables that are empty of what they keep. */
function stores() {
  const { table, due } = tables.here;
  return {
    changes: new TableChangesStore(table("deliveries"), { due, clock: { now: () => noon }, newId: randomUUID }),
    subscriptions: new TableSubscriptionStore(table("sources"), randomUUID),
  };
}

function events(count: number): readonly AccountEvent[] {
  const source = SourceName.parse("directory");
  return Array.from({ length: count }, () => ({
    source,
    kind: "account.deleted",
    leaverId: LeaverId.parse(randomUUID()),
    by: "delta",
    receivedAt: noon,
  }));
}

/** Cuts the first answer to a write, before or after it landed. */
function cutOne(method: string, when: "before" | "after"): void {
  let cut = false;
  tables.here.proxy.decide((request) => {
    if (cut || request.method !== method) return undefined;
    cut = true;
    return { kind: "cut", when };
  });
}

beforeEach(async () => {
  tables.here.proxy.decide(() => undefined);
  const { table } = tables.here;
  for (const [name, partitionKey, rowKey] of [
    ["deliveries", "directory-changes", "progress"],
    ["sources", "graph.users", "subscription"],
  ] as const)
    await table(name)
      .deleteEntity(partitionKey, rowKey)
      .catch(() => undefined);
});

describe("the place of the directory's changes", () => {
  test("RULE 12: the place and the deliveries of what was found are written together, and read by the inbox", async () => {
    const { changes } = stores();
    const told = events(60);

    const written = await changes.write({ phase: "changes", link: "https://x/1" }, told, undefined);

    if (written === "lost") throw new Error("lost");
    expect(written.deliveries).toHaveLength(3);
    const stored = await Promise.all(written.deliveries.map(async (id) => await tables.here.inbox.read(id)));
    expect(stored.flatMap((one) => one?.events)).toEqual(told);
    expect(await changes.read()).toEqual({ progress: { phase: "changes", link: "https://x/1" }, etag: written.etag });
  });

  test("as many as a page may hold fit into one transaction", async () => {
    const written = await stores().changes.write({ phase: "changes" }, events(3_000), undefined);

    expect(written).toMatchObject({ deliveries: { length: 97 } });
  });

  test("of two that go on from the same place at once, one does", async () => {
    const [one, other] = [stores().changes, stores().changes];
    const first = await one.write({ phase: "changes", link: "https://x/1" }, [], undefined);
    const { etag } = first === "lost" ? { etag: "" } : first;

    const ends = await Promise.all([
      one.write({ phase: "changes", link: "https://x/2" }, [], etag),
      other.write({ phase: "changes", link: "https://x/3" }, [], etag),
    ]);

    expect(ends.filter((end) => end === "lost")).toHaveLength(1);
    expect(await one.write({ phase: "changes", link: "https://x/4" }, events(1), etag)).toBe("lost");
  });

  test("a place that nobody knew of is taken once", async () => {
    const ends = await Promise.all([1, 2, 3].map(() => stores().changes.write({ phase: "changes" }, [], undefined)));

    expect(ends.filter((end) => end === "lost")).toHaveLength(2);
  });

  test("RULE 18: a write whose answer was lost is ours when it landed, and is thrown when it did not", async () => {
    const { changes } = stores();
    // The place is written with a transaction, and so with POST; entries of the due index are not.
    cutOne("POST", "after");
    const landed = await changes.write({ phase: "changes", link: "https://x/1" }, events(1), undefined);
    expect(landed).toMatchObject({ deliveries: { length: 1 } });

    cutOne("POST", "before");
    const { etag } = landed === "lost" ? { etag: "" } : landed;
    await expect(changes.write({ phase: "changes", link: "https://x/2" }, [], etag)).rejects.toMatchObject({
      code: "try-later",
    });
    expect((await changes.read())?.progress.link).toBe("https://x/1");
  });
});

describe("the state of the subscription", () => {
  const making = { secretHash: "ab", at: noon };

  test("of two that write at once, one does", async () => {
    const ends = await Promise.all([1, 2, 3].map(() => stores().subscriptions.write({ making }, undefined)));
    expect(ends.filter((end) => end === "lost")).toHaveLength(2);

    const { etag } = await stores().subscriptions.read();
    const next = await Promise.all([1, 2].map(() => stores().subscriptions.write({}, etag)));
    expect(next.filter((end) => end === "lost")).toHaveLength(1);
  });

  test("RULE 18: a write that landed is ours, although its answer was lost", async () => {
    const { subscriptions } = stores();
    cutOne("POST", "after");
    const first = await subscriptions.write({ making }, undefined);
    expect(first).not.toBe("lost");
    cutOne("PUT", "after");

    const second = await subscriptions.write({}, first === "lost" ? undefined : first.etag);

    expect(second).not.toBe("lost");
    expect(await subscriptions.read()).toEqual({ state: {}, etag: second === "lost" ? "" : second.etag });
  });

  test("storage that is away is no lost race", async () => {
    const { subscriptions } = stores();
    tables.here.proxy.decide(() => ({ kind: "status", status: 503, when: "before" }));

    await expect(subscriptions.write({ making }, undefined)).rejects.toMatchObject({ code: "try-later" });
    await expect(subscriptions.read()).rejects.toMatchObject({ code: "try-later" });
  });

  test("when a notification was heard is kept beside it", async () => {
    const { subscriptions } = stores();
    await subscriptions.heard(noon);
    expect(await subscriptions.heardAt()).toBe(noon);
  });
});

import { describe, expect, test } from "vitest";
import { steps } from "../../../functions/steps.ts";
import { sweep } from "../../../shared/domain/sweep.ts";
import { verifyCase } from "../../../shared/domain/verify-case.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { clock, day } from "../../product/virtual-time.ts";
import { announced, dayMs, hourMs, leavingIn, movedTo, passTo, policy, startOf } from "./announced.ts";

const begin = aProduct();
const people = Array.from({ length: 60 }, (_, index) => `extra${String(index + 1).padStart(4, "0")}`);
const wave = { ...policy, breaker: { people: 1_000 } };
const steady = ["manager-before", "manager-last-day"];

/** Which notices went out about somebody, in order. */
async function kindsOf(product: Product, who: string): Promise<readonly string[]> {
  return (await announced(product, product.leaver(who))).map((one) => one.slice(0, one.indexOf(" ")));
}

/** Hands the oldest message of this kind to a process that dies at this crossing; returns whether it did. */
async function killed(product: Product, kind: string, at: number): Promise<boolean> {
  const doomed = product.another();
  doomed.border.diesAt = (_, passed) => passed === at;
  const oldest = product.bus.waiting.find(({ body }) => body.kind === kind);
  for (const message of product.bus.takeDue((one) => one === oldest)) await doomed.take(message);
  return doomed.border.dead;
}

/** Where a process is to die: after every call that has left it. */
function deathsAmong({ border }: Product): readonly number[] {
  return border.crossings.flatMap((crossing, index) => (crossing.startsWith("after ") ? [index + 1] : []));
}

describe("standstill", () => {
  test("three days of standstill over the day of the notice: sent late, and marked so, once", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 30);
    await clock.advance((await startOf(clara)) - 11 * dayMs - Date.now());
    await product.run();

    expect(await kindsOf(product, "clara")).toEqual(["manager-before"]);
    // Where the clocks change meanwhile, three days are an hour short.
    expect(product.tenant.state.mails[0]?.content).toMatch(/[23] days late, because Leaver, or a service/);
  });

  test("standstill over the whole time: nobody is told what has happened already, and the case starts", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 30);
    await clock.advance((await startOf(clara)) + dayMs - Date.now());
    await product.sweep("wake");
    const ended = await Promise.all(["announce-last-day", "remind-last-day"].map((name) => clara.step(name)));
    await product.run("announce-last-day");
    await product.run("remind-last-day");

    expect(product.tenant.state.mails).toEqual([]);
    expect(await clara.record()).toMatchObject({ status: "running", departure: { late: true } });
    const because = expect.stringContaining("access ends now");
    expect(ended).toMatchObject([
      { state: "skipped", because },
      { state: "skipped", because },
    ]);
    expect(await clara.faults()).toEqual([]);
  });

  test("no mail can be sent until the last day is over: skipped with the reason, and nobody is called", async () => {
    const product = await begin({ policy });
    product.tenant.faults.add({
      match: { path: /sendMail$/ },
      action: { status: 503, retryAfterSeconds: 12 * 3600, when: "before" },
    });
    const clara = await leavingIn(product, 10);
    const ends = await startOf(clara);
    while (Date.now() < ends - 12 * hourMs) await product.pass(12 * hourMs);

    expect(await clara.step("announce-last-day")).toMatchObject({ state: "skipped", because: expect.any(String) });
    expect((await clara.record()).status).toBe("scheduled");
    expect(await clara.events()).not.toContain("case.parked");
    expect(await clara.faults()).toEqual([]);
  });
});

describe("twice and at once", () => {
  test("P3: the same message twice at the same time, to two processes: one mail", async () => {
    const product = await begin({ policy });
    product.terminate("clara", day(5));
    await product.told("clara");
    const clara = product.leaver("clara");
    const { body } = await clara.message("announce-last-day");

    await Promise.all([product.deliver(body), product.another().deliver(body)]);
    await product.pass(2 * 60_000);
    await product.deliver(body);

    expect(await kindsOf(product, "clara")).toEqual(["manager-before"]);
    expect(await clara.faults()).toEqual([]);
  });

  test("the same date told twice is one date", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 5);
    await movedTo(product, 5);
    await product.pass(hourMs);

    expect(await kindsOf(product, "clara")).toEqual(["manager-before"]);
    expect((await clara.step("announce-last-day")).generation).toBe(1);
  });

  test("started by a person while the mail is on its way: the step says that it was sent, and the case goes on", async () => {
    const product = await begin({ policy });
    product.terminate("clara", day(5));
    await product.told("clara");
    const clara = product.leaver("clara");
    const sending = product.another();
    sending.border.beforeCall = async (call) => {
      if (call !== "mail.send") return;
      await clara.start();
      // Somebody else looks before the mail can be seen.
      await product.deliver((await clara.message("announce-last-day")).body);
    };

    await sending.run("announce-last-day");
    await product.run("remind-last-day");
    await product.pass(2 * 60_000, "announce-last-day");

    expect(await kindsOf(product, "clara")).toEqual(["manager-before"]);
    expect((await clara.record()).status).toBe("running");
    expect(await clara.states()).toMatchObject({ "announce-last-day": "done", "remind-last-day": "skipped" });
    expect(await clara.faults()).toEqual([]);
  });

  test("the same day at another site while the mail is on its way: one mail", async () => {
    const sites = { "New York": "America/New_York", Chicago: "America/Chicago" };
    const product = await begin({ policy: { ...policy, sites } });
    product.terminate("clara", day(5));
    await product.told("clara");
    const sending = product.another();
    sending.border.beforeCall = async (call) => {
      if (call !== "mail.send") return;
      const { hr } = product.tenant.state;
      const employment = hr.find(product.leaver("clara").person.hrId ?? "");
      if (employment !== undefined) hr.add({ ...employment, site: "Chicago" });
      expect((await product.told("clara")).bucket).toBe("revised");
      await product.another().run("announce-last-day");
    };

    await sending.run("announce-last-day");
    await product.pass(2 * 60_000);

    expect(await kindsOf(product, "clara")).toEqual(["manager-before"]);
    expect(await product.leaver("clara").step("announce-last-day")).toMatchObject({ state: "done" });
    expect(await product.leaver("clara").faults()).toEqual([]);
  });

  test("started by a person after a process died with its mail unsent: nobody is told any more, and nothing hangs", async () => {
    const product = await begin({ policy });
    product.terminate("clara", day(5));
    await product.told("clara");
    const clara = product.leaver("clara");
    const doomed = product.another();
    doomed.border.diesAt = (crossing) => crossing === "before mail.send";
    await doomed.run("announce-last-day");
    await clara.start();

    await product.run("announce-last-day");
    await product.pass(2 * 60_000, "announce-last-day");

    expect(await kindsOf(product, "clara")).toEqual([]);
    expect(await clara.step("announce-last-day")).toMatchObject({ state: "skipped" });
    const file = await clara.file();
    expect(verifyCase(file, await product.ports.ledger.history(file.record.caseId))).toEqual([]);
  });

  test("a date that moves while the mail is on its way: both days are told, each once", async () => {
    const product = await begin({ policy });
    product.terminate("clara", day(5));
    await product.told("clara");
    const sending = product.another();
    sending.border.afterCall = async (call) => {
      if (call !== "mail.send") return;
      sending.border.afterCall = () => undefined;
      product.terminate("clara", day(6));
      await product.told("clara");
    };

    await sending.run("announce-last-day");
    await product.pass(2 * 60_000);

    const clara = product.leaver("clara");
    expect(await kindsOf(product, "clara")).toEqual(["manager-before", "manager-before"]);
    expect(await clara.step("announce-last-day")).toMatchObject({ state: "done" });
    expect(await clara.faults()).toEqual([]);
  });
});

describe("a process that dies anywhere", () => {
  test("P1: while it opens a scheduled case, or moves its date: each notice goes out once for each day that was told", async () => {
    const product = await begin({ people: people.length, policy: wave });
    const [calm = "", ...others] = people;
    product.terminate(calm, day(40));
    await product.notice(calm);
    const opening = product.another();
    await opening.run("delivery");
    product.terminate(calm, day(20));
    await product.notice(calm);
    const moving = product.another();
    await moving.run("delivery");
    const [openings, moves] = [deathsAmong(opening), deathsAmong(moving)];
    const opened = others.slice(0, openings.length);
    const moved = others.slice(opened.length, opened.length + moves.length);

    for (const [index, who] of opened.entries()) {
      product.terminate(who, day(20));
      await product.notice(who);
      expect(await killed(product, "delivery", openings[index] ?? 0)).toBe(true);
      await product.another().run("delivery");
    }
    for (const [index, who] of moved.entries()) {
      product.terminate(who, day(40));
      await product.notice(who);
      await product.another().run("delivery");
      product.terminate(who, day(20));
      await product.notice(who);
      expect(await killed(product, "delivery", moves[index] ?? 0)).toBe(true);
      await product.another().run("delivery");
    }
    // What died after its commit is delivered again, or found by the sweep.
    await product.pass(2 * 60_000);
    await product.sweep();
    await passTo(product, (await startOf(product.leaver(calm))) - 1);

    expect([opened.length, moved.length]).toEqual([openings.length, moves.length]);
    expect(Math.min(opened.length, moved.length)).toBeGreaterThan(5);
    for (const who of [calm, ...opened, ...moved]) {
      expect(await kindsOf(product, who), who).toEqual(steady);
      expect(await product.leaver(who).faults(), who).toEqual([]);
    }
  }, 120_000);

  test("P5: while it starts the case: both notices have their end, whatever was left of them", async () => {
    const product = await begin({ people: people.length, policy: wave });
    const [calm = "", ...others] = people;
    const died = 30;
    for (const who of [calm, ...others.slice(0, died)]) {
      product.terminate(who, day(20));
      await product.told(who);
    }
    await product.run();
    await clock.advance((await startOf(product.leaver(calm))) - Date.now());
    await sweep(product.ports);
    let count = 1;
    while (await killed(product, "wake", count)) count += 1;
    expect(count).toBeLessThan(died);
    await product.run("wake");
    await product.sweep("wake");
    await product.pass(2 * 60_000, "announce-last-day");
    await product.run("remind-last-day");

    const names = steps.filter(({ beforeStart }) => beforeStart).map(({ name }) => name);
    for (const who of [calm, ...others.slice(0, died)]) {
      const states = await product.leaver(who).states();
      expect(
        names.map((name) => states[name]),
        who,
      ).toEqual(["skipped", "skipped"]);
      const file = await product.leaver(who).file();
      expect(file.record.status).toBe("running");
      expect(verifyCase(file, await product.ports.ledger.history(file.record.caseId))).toEqual([]);
    }
    expect(product.tenant.state.mails).toEqual([]);
  }, 120_000);
});

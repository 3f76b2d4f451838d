import { describe, expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";
import { idOf } from "../../product/product.ts";
import { day } from "../../product/virtual-time.ts";
import { announced, dayMs, leavingIn, movedTo, passTo, policy, startOf, zoneWhereItIs } from "./announced.ts";

const begin = aProduct();
const ahead = "manager-before to maria, 14 days ahead at 18:00";
const reminder = "manager-last-day to maria, 0 days ahead at 08:00";

describe("a last day that lies ahead", () => {
  test("R-04: clara's manager is told 14 days ahead and on the morning of the last day, at the site's time, in her own language", async () => {
    const product = await begin({ policy });
    const maria = product.tenant.state.person("maria");
    maria.facts = { ...maria.facts, preferredLanguage: "de-DE" };
    const clara = await leavingIn(product, 30);
    const ends = await startOf(clara);
    expect([await announced(product, clara), product.tenant.effects(), (await clara.record()).status]).toEqual([
      [],
      [],
      "scheduled",
    ]);

    await passTo(product, ends - 1);
    expect(await announced(product, clara)).toEqual([ahead, reminder]);
    const { mails } = product.tenant.state;
    expect(mails.map(({ to }) => to)).toEqual([["maria.keller@kestrel.example"], ["maria.keller@kestrel.example"]]);
    expect(mails[0]?.content).toContain("Clara Nguyen scheidet aus");
    expect(mails.map(({ subject }) => subject).join()).not.toContain("Clara");
    expect((await clara.record()).status).toBe("scheduled");

    await passTo(product, ends + 1_000);
    await product.sweep("wake");
    expect(await clara.states()).toMatchObject({ "announce-last-day": "done", "remind-last-day": "done" });
    expect((await clara.record()).status).toBe("running");
    expect(await announced(product, clara)).toHaveLength(2);
    expect(await clara.faults()).toEqual([]);
  });

  test("the policy's number of days counts, and the rest of the plan goes its way to the end", async () => {
    const defaults = { ...policy.defaults, announceDays: 3, approvals: [], groups: "keep" as const };
    const product = await begin({ policy: { ...policy, defaults } });
    const clara = await leavingIn(product, 5);
    const ends = await startOf(clara);

    await passTo(product, ends + 1_000);
    expect(await announced(product, clara)).toEqual(["manager-before to maria, 3 days ahead at 18:00", reminder]);
    await product.sweep();
    for (let round = 0; round < 20 && (await clara.record()).status !== "done"; round += 1) await product.pass(dayMs);
    expect((await clara.record()).status).toBe("done");
    expect(await clara.faults()).toEqual([]);
  });

  test("nothing is asked of the tenant before a notice is due: one scheduled message each waits", async () => {
    const product = await begin({ policy });
    await leavingIn(product, 300);
    const calls = product.tenant.requests().length;

    await passTo(product, Date.now() + 200 * dayMs);

    expect(product.tenant.requests().length).toBe(calls);
    expect(product.bus.waiting.map(({ body }) => body.kind === "step" && body.step)).toEqual([
      "announce-last-day",
      "remind-last-day",
    ]);
  });
});

describe("told late", () => {
  test("five days ahead: told at once, and marked as late", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 5);

    expect(await announced(product, clara)).toHaveLength(1);
    expect(product.tenant.state.mails[0]?.content).toMatch(/\d+ days late, because Leaver was told late/);
    await passTo(product, await startOf(clara));
    expect(await announced(product, clara)).toEqual([expect.stringContaining("manager-before"), reminder]);
  });

  test("on the last day itself: the reminder only, at once", async () => {
    const { zone, date } = zoneWhereItIs(12);
    const product = await begin({ policy: { ...policy, endOfWork: "23:00", sites: { "New York": zone } } });
    product.terminate("clara", date);
    await product.told("clara");
    await product.run();

    const clara = product.leaver("clara");
    expect(await announced(product, clara, zone)).toEqual([
      expect.stringMatching(/^manager-last-day to maria, 0 days ahead at 12:/),
    ]);
    expect(await clara.step("announce-last-day")).toMatchObject({
      state: "skipped",
      because: expect.stringContaining("too late"),
    });
    expect(product.tenant.state.mails[0]?.content).not.toContain("late, because");
  });

  test("REQ-01: after the end: nobody is told before, and the plan says why", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, -1);

    for (const name of ["announce-last-day", "remind-last-day"])
      expect(await clara.step(name)).toMatchObject({ state: "skipped", because: expect.stringContaining("too late") });
    const kinds = await announced(product, clara);
    expect(kinds.join()).not.toMatch(/manager-before|manager-last-day/);
    expect(await clara.faults()).toEqual([]);
  });
});

describe("nobody is told before", () => {
  test.each([
    ["REQ-01: an urgent departure", { lane: "urgent" as const }, "Access ends at once"],
    ["the policy says nobody", { announce: "nobody" as const }, "The policy tells nobody"],
    ["R-11: a suspension", { end: "suspend" as const }, "A suspension only locks out"],
  ])("%s", async (_, change, because) => {
    const product = await begin({ policy: { ...policy, defaults: { ...policy.defaults, ...change } } });
    const clara = await leavingIn(product, 20);
    await passTo(product, (await startOf(clara)) - 1);

    expect(product.tenant.state.mails).toEqual([]);
    expect(await clara.step("remind-last-day")).toMatchObject({
      state: "skipped",
      because: expect.stringContaining(because),
    });
    expect(await clara.called()).toEqual([]);
  });

  test("a rule for dismissals holds for somebody who is dismissed, and for nobody else", async () => {
    const rule = {
      because: "who is dismissed learns it from their manager and HR, not from a mail",
      when: { terminationType: ["involuntary" as const] },
      set: { announce: "nobody" as const },
    };
    const product = await begin({ policy: { ...policy, rules: [rule] } });
    const { hrId } = product.tenant.state.person("anna");
    product.tenant.state.hr.terminate(hrId ?? "", { lastDay: day(5), type: "Involuntary" });
    await product.told("anna");
    const clara = await leavingIn(product, 5);

    expect(await announced(product, product.leaver("anna"))).toEqual([]);
    expect(await announced(product, clara)).toHaveLength(1);
  });
});

describe("a date that moves", () => {
  test("R-05: later, before anybody was told: one notice, for the new day", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 20);
    await movedTo(product, 40);
    await passTo(product, (await startOf(clara)) - 1);

    expect(await announced(product, clara)).toEqual([ahead, reminder]);
    expect(await clara.faults()).toEqual([]);
  });

  test("R-05: later, after the manager was told: told again for the new day, and not on the old one", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 15);
    await passTo(product, Date.now() + 4 * dayMs);
    expect(await announced(product, clara)).toEqual([ahead]);
    await movedTo(product, 30);

    await passTo(product, (await startOf(clara)) - 1);
    expect(await announced(product, clara)).toEqual([ahead, ahead, reminder]);
    expect(await clara.states()).toMatchObject({ "announce-last-day": "done", "remind-last-day": "done" });
    expect(await clara.faults()).toEqual([]);
  });

  test("R-05: earlier, to less than 14 days: told at once", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 60);
    await movedTo(product, 4);

    expect(await announced(product, clara)).toHaveLength(1);
    await passTo(product, (await startOf(clara)) - 1);
    expect(await announced(product, clara)).toEqual([expect.stringContaining("manager-before"), reminder]);
  });

  test("there and back again: the notice for a day goes out once", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 5);
    await movedTo(product, 6);
    await movedTo(product, 5);

    expect(await announced(product, clara)).toHaveLength(2);
    expect((await clara.step("announce-last-day")).state).toBe("unchanged");
    expect(await clara.faults()).toEqual([]);
  });

  test("R-05: called off: nobody is told, or told again", async () => {
    const product = await begin({ policy });
    const clara = await leavingIn(product, 5);
    expect(await announced(product, clara)).toHaveLength(1);
    product.tenant.state.hr.rescind(clara.person.hrId ?? "");
    await product.told("clara");

    await product.pass(10 * dayMs);
    await product.sweep();
    expect(await announced(product, clara)).toHaveLength(1);
    expect((await clara.record()).status).toBe("cancelled");
    expect((await clara.step("remind-last-day")).state).toBe("cancelled");
    expect(await clara.faults()).toEqual([]);
  });
});

describe("who is told", () => {
  test("R-43: the manager is disabled: the next one up is told", async () => {
    const product = await begin({ policy });
    product.tenant.state.person("maria").accountEnabled = false;
    const clara = await leavingIn(product, 5);

    expect(await announced(product, clara)).toEqual([expect.stringContaining("to julia")]);
  });

  test("R-43: nobody: skipped with the reason and a risk, and the case starts on its day", async () => {
    const product = await begin({ policy });
    for (const who of ["maria", "julia"]) product.tenant.state.person(who).accountEnabled = false;
    const clara = await leavingIn(product, 5);

    expect(await clara.step("announce-last-day")).toMatchObject({
      state: "skipped",
      because: expect.stringContaining("nobody to tell"),
      evidence: { risks: [{ rule: "R-43", what: expect.stringContaining("Nobody was told") }] },
    });
    expect(await clara.record()).toMatchObject({ status: "scheduled" });
    await passTo(product, (await startOf(clara)) + 1_000);
    await product.sweep("wake");
    expect((await clara.record()).status).toBe("running");
    expect(await clara.faults()).toEqual([]);
  });

  test("R-43: a manager who was missing is told once the date moves", async () => {
    const product = await begin({ policy });
    for (const who of ["maria", "julia"]) product.tenant.state.person(who).accountEnabled = false;
    const clara = await leavingIn(product, 5);
    product.tenant.state.person("maria").accountEnabled = true;
    await movedTo(product, 6);

    expect(await announced(product, clara)).toHaveLength(1);
    expect(await clara.step("announce-last-day")).toMatchObject({
      state: "done",
      before: { recipient: idOf("maria") },
    });
    expect(await clara.faults()).toEqual([]);
  });
});

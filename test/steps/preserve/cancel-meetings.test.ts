import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { clock } from "../../product/virtual-time.ts";
import { mailboxOf } from "./a-mailbox.ts";

const begin = aProduct();
const step = "cancel-meetings";
const dayMs = 86_400_000;

async function about(product: Product, who: string, settings = {}) {
  product.terminate(who);
  return await product.leaver(who).at(step, settings);
}

const subjects = (product: Product, who: string) => mailboxOf(product, who).events.map(({ subject }) => subject);

test("R-31: what anna organised with others is cancelled, a series as one; the rest stays", async () => {
  const product = await begin();
  const anna = await about(product, "anna");

  await product.run(step);

  expect(anna.effects()).toEqual(["cancel-meeting", "cancel-meeting"]);
  expect(subjects(product, "anna")).toEqual(["Dentist", "All hands", "Far away"]);
  expect(await anna.step(step)).toMatchObject({ state: "done", before: { meetings: 2 }, evidence: { meetings: 0 } });
  expect(await anna.faults()).toEqual([]);
});

test("R-31: the policy's window reaches 1825 days", async () => {
  const product = await begin();
  const anna = await about(product, "anna", { mailbox: { meetingWindowDays: 1825 } });

  await product.run(step);

  expect(subjects(product, "anna")).toEqual(["Dentist", "All hands"]);
  expect(await anna.step(step)).toMatchObject({ state: "done", before: { meetings: 3 } });
});

test("R-31: nothing is cancelled before it was counted: a calendar that cannot be read waits", async () => {
  const product = await begin();
  const match = { path: /calendarView/ };
  product.tenant.faults.add({ match, action: { status: 503, when: "before" }, times: 2 });
  const anna = await about(product, "anna");

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  expect(anna.effects()).toEqual([]);
  await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
});

test("cancellations are queued: the calendar is looked at until it shows them, also on the next day", async () => {
  const product = await begin();
  product.tenant.faults.lag("calendar", 30 * 60_000);
  const anna = await about(product, "anna");
  await clock.advance(dayMs - (Date.now() % dayMs) - 10 * 60_000);

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  await product.pass(40 * 60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toEqual(["cancel-meeting", "cancel-meeting"]);
});

test("R-31: a meeting that comes into the window only on the next day is none of this case", async () => {
  const product = await begin();
  product.tenant.faults.lag("calendar", 30 * 60_000);
  const anna = await about(product, "anna", { mailbox: { meetingWindowDays: 10 } });
  await clock.advance(dayMs - (Date.now() % dayMs) - 10 * 60_000);
  const { events } = mailboxOf(product, "anna");
  const [first] = events;
  const start = Math.floor(Date.now() / dayMs) * dayMs + 10.5 * dayMs;
  if (first !== undefined) events.push({ ...first, id: "later", start, subject: "Day eleven" });

  await product.run(step);
  await product.pass(40 * 60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(subjects(product, "anna")).toContain("Day eleven");
});

test("an answer that never came: the cmdlet may still run, so that it is not started again for 15 minutes", async () => {
  const product = await begin();
  product.tenant.faults.add({ match: { cmdlet: "Remove-CalendarEvents" }, action: { cut: "before" }, times: 1 });
  const anna = await about(product, "anna");
  const started = () =>
    product.tenant.requests().filter(({ method, path }) => method === "POST" && path.endsWith("InvokeCommand")).length;

  await product.run(step);
  const calls = started();
  await product.pass(14 * 60_000, step);
  expect(started()).toBe(calls);
  await product.pass(10 * 60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toHaveLength(2);
});

test("R-05: HR has taken the end back: the case is paused, and no meeting is cancelled", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  product.tenant.state.hr.rescind(product.event("anna", {}).employeeRef);

  await product.run(step);

  expect((await anna.record()).status).toBe("paused");
  expect(anna.effects()).toEqual([]);
});

test("R-72: no subject and no attendee is on the ledger", async () => {
  const product = await begin();
  const anna = await about(product, "anna");

  await product.run(step);

  const everything = JSON.stringify([await anna.file(), product.world.logs]);
  for (const canary of ["Weekly", "Handover", "ben.okafor"]) expect(everything).not.toContain(canary);
});

test.each([
  ["clara", "unchanged"],
  ["george", "skipped"],
])("%s organises nothing: %s", async (who, state) => {
  const product = await begin();
  const leaver = await about(product, who);

  await product.run(step);

  expect((await leaver.step(step)).state).toBe(state);
  expect(leaver.effects()).toEqual([]);
});

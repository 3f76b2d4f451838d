import { expect, test } from "vitest";
import { Schedule } from "../../dev/tenant/schedule.ts";
import { clock } from "./a-tenant.ts";

function aSchedule(happened: string[]): Schedule {
  const schedule = new Schedule(() => undefined);
  schedule.handle("first", (subject, at) => {
    happened.push(`first ${subject}`);
    schedule.at(at + 1_000, "second", subject);
  });
  schedule.handle("second", (subject) => happened.push(`second ${subject}`));
  return schedule;
}

test("a leap of time lets everything happen in order, also what only arises on the way", async () => {
  const happened: string[] = [];
  const schedule = aSchedule(happened);
  const now = Date.now();
  schedule.at(now + 5_000, "first", "b");
  schedule.at(now + 1_000, "first", "a");
  const stop = schedule.start(clock);

  await clock.advance(60_000);
  stop();

  expect(happened).toEqual(["first a", "second a", "first b", "second b"]);
});

test("an appointment is moved, called off, and outlives a restart", async () => {
  const happened: string[] = [];
  const before = aSchedule(happened);
  const now = Date.now();
  before.at(now + 1_000, "second", "moved");
  before.at(now + 90_000, "second", "moved");
  before.at(now + 1_000, "second", "called off");
  before.cancel("second", "called off");
  before.at(now + 2_000, "second", "kept");

  const after = aSchedule(happened);
  after.restore(after.schema.parse(JSON.parse(JSON.stringify(before.content()))));
  const stop = after.start(clock);
  await clock.advance(60_000);
  expect(happened).toEqual(["second kept"]);
  expect(after.dueAt("second", "moved")).toBe(now + 90_000);
  await clock.advance(60_000);
  stop();

  expect(happened).toEqual(["second kept", "second moved"]);
});

test("without a leap things happen when their time has come", async () => {
  const happened: string[] = [];
  const schedule = aSchedule(happened);
  const stop = schedule.start(clock);

  schedule.at(Date.now() + 30, "second", "soon");
  await new Promise((resolve) => setTimeout(resolve, 80));
  stop();

  expect(happened).toEqual(["second soon"]);
});

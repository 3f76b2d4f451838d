import { expect, test } from "vitest";
import { parseNcrontab } from "../../dev/host/timers/ncrontab.ts";

// A Wednesday.
const from = Date.parse("2026-07-15T10:20:30.500Z");

test.each([
  ["0 */5 * * * *", "2026-07-15T10:25:00Z"],
  ["*/5 * * * *", "2026-07-15T10:25:00Z"],
  ["31 20 10 * * *", "2026-07-15T10:20:31Z"],
  ["30 20 10 * * *", "2026-07-16T10:20:30Z"],
  ["*/10 * * * * *", "2026-07-15T10:20:40Z"],
  ["0 0 3 * * *", "2026-07-16T03:00:00Z"],
  ["0 30 9 * * MON-FRI", "2026-07-16T09:30:00Z"],
  ["0 0 0 * * 0", "2026-07-19T00:00:00Z"],
  ["0 0 0 1 JAN *", "2027-01-01T00:00:00Z"],
  ["0 0 12 29 2 *", "2028-02-29T12:00:00Z"],
  // Day of month and day of week must both fit: the next Friday the 13th.
  ["0 0 0 13 * FRI", "2026-11-13T00:00:00Z"],
  ["0 0 0 1/7 * *", "2026-07-22T00:00:00Z"],
])("%s is next due at %s", (text, expected) => {
  expect(new Date(parseNcrontab(text).next(from)).toISOString()).toBe(expected.replace("Z", ".000Z"));
});

test("an occurrence is not its own next one", () => {
  const schedule = parseNcrontab("0 0 * * * *");
  const first = schedule.next(from);
  expect(schedule.next(first) - first).toBe(3_600_000);
});

test.each([
  "",
  "* * * *",
  "* * * * * * *",
  "0 0 0 L * *",
  "0 0 0 ? * *",
  "@daily",
  "0 0 0 * * 7",
  "0 60 * * * *",
  "00:05:00",
])('refuses "%s"', (text) => {
  expect(() => parseNcrontab(text)).toThrow();
});

test.each([
  ["*/10 * * * * *", true],
  ["0,30 * * * * *", true],
  ["0 * * * * *", false],
  ["*/10 * 3 * * *", false],
])("%s fires more than once in any minute: %s", (text, often) => {
  expect(parseNcrontab(text).oftenPerMinute).toBe(often);
});

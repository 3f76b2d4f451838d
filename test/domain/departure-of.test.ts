import { expect, test } from "vitest";
import { departureOf, lateFrom } from "../../shared/domain/departure-of.ts";
import { instant } from "../../shared/domain/ids.ts";
import { Policy } from "../../shared/domain/policy.ts";

const policy = Policy.parse({ defaultZone: "Europe/Oslo", endOfWork: "17:00", sites: { Pune: "Asia/Kolkata" } });
const end = { date: "2026-03-31", meaning: "last-working-day" } as const;
const nowhere = { site: undefined, timeZone: undefined };
const at = (text: string) => instant(Date.parse(text));

test("R-04: the normal lane ends access at the end of work of the last day, at the site", () => {
  const departure = departureOf(end, nowhere, { policy, lane: "normal", acceptedAt: at("2026-03-30T08:00:00Z") });

  expect(departure).toMatchObject({ startAt: "2026-03-31T15:00:00.000Z", zone: "Europe/Oslo", late: false });
  expect(departure.urgent).toBeUndefined();
  expect(lateFrom(departure)).toBe(departure.startAt);
});

test.each([
  ["the default zone", nowhere, "2026-03-30T22:00:00.000Z"],
  ["the zone of the site", { site: "Pune", timeZone: undefined }, "2026-03-30T18:30:00.000Z"],
  ["the zone that HR gives", { site: "Pune", timeZone: "America/New_York" }, "2026-03-31T04:00:00.000Z"],
])("REQ-01, R-04: the urgent lane begins with the first moment of the last day, in %s", (_, where, startAt) => {
  const departure = departureOf(end, where, { policy, lane: "urgent", acceptedAt: at("2026-03-29T08:00:00Z") });

  expect(departure).toMatchObject({ startAt, urgent: true, late: false, timeOfDay: "17:00" });
});

test("REQ-01: the first day not employed makes the day before the urgent one", () => {
  const first = { date: "2026-04-01", meaning: "first-day-not-employed" } as const;

  const departure = departureOf(first, nowhere, { policy, lane: "urgent", acceptedAt: at("2026-03-29T08:00:00Z") });

  expect(departure.startAt).toBe("2026-03-30T22:00:00.000Z");
});

test.each([
  ["in the middle of the last day", "2026-03-31T11:00:00Z", false],
  ["a second before the end of work", "2026-03-31T14:59:59Z", false],
  ["after the end of work", "2026-03-31T15:00:01Z", true],
])("R-06: a notice of an urgent departure %s is late: %s", (_, acceptedAt, late) => {
  const departure = departureOf(end, nowhere, { policy, lane: "urgent", acceptedAt: at(acceptedAt) });

  expect([departure.late, lateFrom(departure)]).toEqual([late, "2026-03-31T15:00:00.000Z"]);
});

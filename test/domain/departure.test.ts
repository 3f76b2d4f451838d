import { expect, test } from "vitest";
import { type DepartureRule, departureInstant } from "../../shared/domain/departure.ts";
import { NeedsPersonError } from "../../shared/domain/errors.ts";

const utc: DepartureRule = { date: "2026-03-02", meaning: "last-working-day", zone: "UTC", timeOfDay: "18:00" };

// Expected values were worked out from the published offsets, not from the code.
test.each([
  ["plain day", "2026-03-02", "UTC", "18:00", "2026-03-02T18:00:00.000Z"],
  ["winter", "2026-01-31", "Europe/Oslo", "18:00", "2026-01-31T17:00:00.000Z"],
  ["summer", "2026-07-31", "Europe/Oslo", "18:00", "2026-07-31T16:00:00.000Z"],
  ["last minute before a gap", "2026-03-29", "Europe/Oslo", "01:59", "2026-03-29T00:59:00.000Z"],
  ["start of a gap", "2026-03-29", "Europe/Oslo", "02:00", "2026-03-29T01:00:00.000Z"],
  ["inside a gap: 03:00 exactly", "2026-03-29", "Europe/Oslo", "02:30", "2026-03-29T01:00:00.000Z"],
  ["end of a gap", "2026-03-29", "Europe/Oslo", "03:00", "2026-03-29T01:00:00.000Z"],
  ["overlap: the second 02:30", "2026-10-25", "Europe/Oslo", "02:30", "2026-10-25T01:30:00.000Z"],
  ["end of an overlap", "2026-10-25", "Europe/Oslo", "03:00", "2026-10-25T02:00:00.000Z"],
  ["gap in America", "2026-03-08", "America/New_York", "02:30", "2026-03-08T07:00:00.000Z"],
  ["overlap in America", "2026-11-01", "America/New_York", "01:30", "2026-11-01T06:30:00.000Z"],
  ["half-hour zone", "2026-01-31", "Asia/Kolkata", "18:00", "2026-01-31T12:30:00.000Z"],
  ["14 hours ahead", "2026-01-31", "Pacific/Kiritimati", "18:00", "2026-01-31T04:00:00.000Z"],
  ["12 hours behind", "2026-01-31", "Etc/GMT+12", "18:00", "2026-02-01T06:00:00.000Z"],
  ["gap at midnight", "2018-11-04", "America/Sao_Paulo", "00:00", "2018-11-04T03:00:00.000Z"],
  ["inside a gap at midnight", "2018-11-04", "America/Sao_Paulo", "00:30", "2018-11-04T03:00:00.000Z"],
  ["gap at midnight in Egypt", "2026-04-24", "Africa/Cairo", "00:15", "2026-04-23T22:00:00.000Z"],
  ["overlap before midnight in Egypt", "2026-10-29", "Africa/Cairo", "23:30", "2026-10-29T21:30:00.000Z"],
  ["half-hour gap", "2026-10-04", "Australia/Lord_Howe", "02:15", "2026-10-03T15:30:00.000Z"],
  ["half-hour overlap", "2026-04-05", "Australia/Lord_Howe", "01:45", "2026-04-04T15:15:00.000Z"],
  ["a day that was left out", "2011-12-30", "Pacific/Apia", "18:00", "2011-12-30T10:00:00.000Z"],
])("access ends at the right instant: %s", (_, date, zone, timeOfDay, expected) => {
  expect(departureInstant({ date, zone, timeOfDay, meaning: "last-working-day" })).toBe(expected);
});

test.each([
  ["2026-03-01", "UTC", "2026-02-28T18:00:00.000Z"],
  ["2028-03-01", "UTC", "2028-02-29T18:00:00.000Z"],
  ["2026-01-01", "Europe/Oslo", "2025-12-31T17:00:00.000Z"],
  ["2026-03-30", "Europe/Oslo", "2026-03-29T16:00:00.000Z"],
])("the first day not employed, %s, ends the day before in %s", (date, zone, expected) => {
  expect(departureInstant({ date, zone, timeOfDay: "18:00", meaning: "first-day-not-employed" })).toBe(expected);
});

test.each([
  ["date", { date: "2026-02-30" }],
  ["date", { date: "0000-00-00" }],
  ["date", { date: "0026-03-02" }],
  ["date", { date: "1900-01-01" }],
  ["date", { date: "9999-12-31" }],
  ["date", { date: "2026-03-02T18:00Z" }],
  ["date", { date: "02.03.2026" }],
  ["date", { date: "" }],
  ["time of day", { timeOfDay: "24:00" }],
  ["time of day", { timeOfDay: "18:60" }],
  ["time of day", { timeOfDay: "6pm" }],
  ["time of day", { timeOfDay: "18:00Z" }],
  ["time zone", { zone: "Mars/Base" }],
  ["time zone", { zone: "+02:00" }],
  ["time zone", { zone: "" }],
  ["time zone", { zone: "2026-01-01T00:00[UTC]" }],
])("an unreadable %s parks the case and says which value is wrong: %o", (kind, wrong) => {
  const end = () => departureInstant({ ...utc, ...wrong });

  expect(end).toThrow(NeedsPersonError);
  expect(end).toThrow(`The ${kind} of the departure cannot be read`);
});

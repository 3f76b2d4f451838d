import { expect, test } from "vitest";
import { dotNetDate } from "../../dev/host/dot-net-date.ts";
import { bodyProperties } from "../../dev/host/service-bus/body-properties.ts";
import { timeSpanMs } from "../../dev/host/time-span.ts";

test("shows a JSON body's top-level properties as the host's text", () => {
  const body = {
    text: "a",
    number: 1.5,
    yes: true,
    no: false,
    nothing: null,
    list: [1],
    object: { a: 1 },
    utc: "2026-01-02T03:04:05.678Z",
    offset: "2026-01-02T03:04:05+02:00",
    local: "2026-01-02T03:04:05",
    day: "2026-01-02",
  };
  expect(Object.fromEntries(bodyProperties(JSON.stringify(body)))).toEqual({
    text: "a",
    number: "1.5",
    yes: "True",
    no: "False",
    object: '{"a":1}',
    utc: "01/02/2026 03:04:05",
    offset: "01/02/2026 01:04:05",
    local: "01/02/2026 03:04:05",
    day: "2026-01-02",
  });
});

test.each(["", "text", "12345", "[1]", "null", '"{}"', "{"])("sees no properties in %s", (text) => {
  expect(bodyProperties(text)).toEqual([]);
});

test.each([
  [new Date("2026-01-02T03:04:05.678Z"), "2026-01-02T03:04:05.678"],
  [new Date("2026-01-02T03:04:00.600Z"), "2026-01-02T03:04:00.6"],
  [new Date("2026-01-02T03:04:00.000Z"), "2026-01-02T03:04:00"],
  [new Date(8.64e15), "9999-12-31T23:59:59.9999999"],
  [undefined, "9999-12-31T23:59:59.9999999"],
])("writes a date as .NET does: %s", (date, text) => {
  expect(dotNetDate(date)).toBe(text);
});

test.each([
  ["00:05:00", 300_000],
  ["1.02:03:04.5", 93_784_500],
  ["5 minutes", undefined],
])("reads the time span %s", (text, ms) => {
  expect(timeSpanMs(text)).toBe(ms);
});

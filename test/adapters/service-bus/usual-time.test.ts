import { expect, test } from "vitest";
import { UsualTime } from "../../../shared/adapters/service-bus/usual-time.ts";

function after(...answers: readonly number[]): number {
  const usual = new UsualTime({ atLeastMs: 100, atMostMs: 500 });
  for (const ms of answers) usual.took(ms);
  return usual.limitMs;
}

test("nothing is known of a service that has hardly answered: the longest patience", () => {
  expect([after(), after(5, 5, 5, 5)]).toEqual([500, 500]);
});

test("four times the slowest of the last answers, between the limits", () => {
  expect(after(30, 40, 50, 30, 30)).toBe(200);
  expect(after(5, 5, 5, 5, 5)).toBe(100);
  expect(after(5, 5, 400, 5, 5)).toBe(500);
});

test("what is long ago does not count", () => {
  expect(after(90, ...Array<number>(20).fill(30))).toBe(120);
});

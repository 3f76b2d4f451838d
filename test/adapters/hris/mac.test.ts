import { expect, test } from "vitest";
import { anyMacMatches, hmacSha256 } from "../../../shared/adapters/hris/mac.ts";

const mac = hmacSha256("key", "body");

test("a MAC of another length never matches, not even an empty one", () => {
  expect(anyMacMatches([mac], [mac])).toBe(true);
  for (const wrong of [Buffer.alloc(0), mac.subarray(0, 31), Buffer.concat([mac, Buffer.alloc(1)])]) {
    expect(anyMacMatches([wrong], [mac])).toBe(false);
  }
  expect(anyMacMatches([], [mac])).toBe(false);
  expect(anyMacMatches([mac], [])).toBe(false);
});

test("parts are signed one after the other", () => {
  expect(hmacSha256("key", "bo", Buffer.from("dy"))).toEqual(mac);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Faults } from "../../dev/broker/faults.ts";
import { orderBusFaults } from "../../dev/faults/bus-faults.ts";
import { FaultFile, readFaultFile } from "../../dev/faults/fault-file.ts";
import { strikes } from "../../dev/faults/strikes.ts";

function file(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "leaver-faults-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "faults.json");
  writeFileSync(path, content);
  return path;
}

test("the rough weather of the repository is a fault file", () => {
  expect(readFaultFile("dev/faults/rough.json").tenant).toHaveLength(1);
});

test.each([
  ["no JSON", "{", /is no JSON/],
  ["an unknown fault", '{"tenant":[{"faults":["503-later"]}]}', /tenant\[0\]\.faults\[0\]/],
  ["a share above 1", '{"tables":[{"share":5,"faults":["503-after"]}]}', /tables\[0\]\.share/],
  ["a pattern that is none", '{"tables":[{"path":"(","faults":["503-after"]}]}', /regular expression/],
  ["an unknown member", '{"buss":[]}', /buss/],
])("%s is refused with its place", (_, content, message) => {
  expect(() => readFaultFile(file(content))).toThrow(message);
});

test("a file that is not there is named", () => {
  expect(() => readFaultFile("no-such-faults.json")).toThrow(/no-such-faults\.json: cannot be read/);
});

test("a share strikes about as often as it says, and the same seed strikes the same operations", () => {
  const drawn = (seed: number) => Array.from({ length: 2_000 }, strikes({ share: 0.05, faults: ["a", "b"] }, seed));
  const struck = drawn(7).filter((fault) => fault !== undefined);

  expect(struck.length).toBeGreaterThan(60);
  expect(struck.length).toBeLessThan(140);
  expect(new Set(struck)).toEqual(new Set(["a", "b"]));
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(8)).not.toEqual(drawn(7));
});

test("the nth operation and no other; so many times and no more", () => {
  const nth = strikes({ nth: 3, faults: ["x"] }, 1);
  const twice = strikes({ times: 2, faults: ["x"] }, 1);

  expect([nth(), nth(), nth(), nth()]).toEqual([undefined, undefined, "x", undefined]);
  expect([twice(), twice(), twice()]).toEqual(["x", "x", undefined]);
});

test("a batch of messages is one operation for chance, and meets one fault of a rule at most", () => {
  const faults = new Faults();
  orderBusFaults(faults, FaultFile.parse({ bus: [{ at: "send", share: 0.05, faults: ["busy-before", "cut-after"] }] }));
  const batch = () => Array.from({ length: 22 }, () => ({}));
  const struck = Array.from({ length: 2_000 }, () => faults.strike("send", "steps", "send", batch));

  expect(struck.filter(({ length }) => length === 1).length).toBeGreaterThan(60);
  expect(struck.filter(({ length }) => length > 0).length).toBeLessThan(140);
  expect(struck.every(({ length }) => length < 2)).toBe(true);
});

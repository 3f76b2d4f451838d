import { describe, expect, test } from "vitest";
import { evaluate } from "../../dev/broker/sql/evaluate.ts";
import { parseAction, parseFilter } from "../../dev/broker/sql/parse.ts";
import type { SqlValue } from "../../dev/broker/sql/syntax.ts";

const message: Record<string, SqlValue> = {
  "sys.label": "block-sign-in",
  "sys.correlationid": "c-1",
  "user.colour": "blue",
  "user.quantity": 10,
  "user.urgent": true,
  "user.odd name": "it's",
  "user.since": new Date("2026-11-21T12:00:00Z"),
  "user.percent": "100%",
};

function value(sql: string): SqlValue {
  return evaluate(parseFilter(sql), ({ scope, name }) => message[`${scope}.${name.toLowerCase()}`]);
}

describe("conditions", () => {
  test.each([
    ["1=1", true],
    ["1=0", false],
    ["colour = 'blue'", true],
    ["Colour = 'blue'", true],
    ["colour = 'Blue'", false],
    ["colour <> 'red' AND quantity >= 10", true],
    ["colour != 'blue' OR quantity > 10", false],
    ["NOT colour = 'red'", true],
    ["NOT (colour = 'blue' AND urgent)", false],
    ["urgent", true],
    ["urgent = TRUE", true],
    ["urgent = false", false],
    ["sys.Label = 'block-sign-in'", true],
    ["sys.CorrelationId LIKE 'c-%'", true],
    ["user.quantity = 1e1", true],
    ["quantity = 9 + 1", true],
    ["quantity - 4 * 2 = 2", true],
    ["(quantity - 4) * 2 = 12", true],
    ["quantity % 3 = 1 AND quantity / 4 = 2.5", true],
    ["-quantity = -10 AND +quantity = 10", true],
    ["[odd name] = 'it''s'", true],
    [`"odd name" = 'it''s'`, true],
    ["colour IN ('red', 'blue')", true],
    ["quantity IN (1, 5 + 5)", true],
    ["colour NOT IN ('red', 'green')", true],
    ["colour LIKE 'b_ue'", true],
    ["colour LIKE '%lu%'", true],
    ["colour LIKE 'lu%'", false],
    ["colour NOT LIKE 'r%'", true],
    ["percent LIKE '100!%' ESCAPE '!'", true],
    ["percent LIKE '10!%' ESCAPE '!'", false],
    ["missing IS NULL", true],
    ["colour IS NOT NULL", true],
    ["EXISTS(colour) AND NOT EXISTS(missing)", true],
    ["property(colour) = 'blue' AND p([odd name]) IS NOT NULL", true],
    ["newid() <> newid()", true],
    ["'a' + 'b' = 'ab'", true],
    ["since = since", true],
    ["colour = 'blue' -- a comment", true],
  ])("%s is %s", (sql, expected) => {
    expect(value(sql)).toBe(expected);
  });

  test.each([
    "missing = 'blue'",
    "missing <> 'blue'",
    "NOT missing = 'blue'",
    "missing = NULL",
    "missing IN ('a')",
    "missing NOT IN ('a')",
    "missing LIKE '%'",
    "quantity > 'text'",
    "missing + 1 > 0",
    "quantity / 0 = 1",
    "urgent AND missing",
    "NOT urgent OR missing",
  ])("%s is unknown", (sql) => {
    expect(value(sql)).toBeUndefined();
  });

  test.each([
    ["missing = 1 AND colour = 'red'", false],
    ["missing = 1 OR colour = 'blue'", true],
  ])("what is known decides: %s is %s", (sql, expected) => {
    expect(value(sql)).toBe(expected);
  });

  test("a pattern full of wildcards takes no longer than its length", () => {
    const started = performance.now();

    expect(value(`'${"a".repeat(400)}' LIKE '${"%a".repeat(200)}b'`)).toBe(false);

    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("refuses, with the text at fault", () => {
  test.each([
    ["colour == 'blue'", "\"= 'blue'\" is not supported in \"colour == 'blue'\" at position 9"],
    ["colour = 'blue", '"\'blue" at position 10'],
    ["colour = ", 'The text ends too early in "colour = "'],
    ["colour BETWEEN 1 AND 2", '"BETWEEN 1 AND 2" is not supported'],
    ["sys.EnqueuedTimeUtc > 1", 'properties of "sys." are contenttype'],
    ["app.colour = 'blue'", 'only "sys." and "user."'],
    ["upper(colour) = 'BLUE'", 'there is no function "upper"'],
    ["colour = 'a'; DROP", '"; DROP" is not supported'],
    ["colour NOT = 'a'", "IN or LIKE is expected"],
    ["@parameter = 1", '"@parameter = 1"'],
    [`colour = '${"a".repeat(1024)}'`, "1024 are allowed"],
    ["", "The text ends too early"],
  ])("%s", (sql, because) => {
    expect(() => parseFilter(sql)).toThrow(because);
  });

  test.each([
    ["SET colour", "= is expected here"],
    ["DELETE colour", "SET or REMOVE is expected"],
    ["REMOVE sys.Label", "only user properties can be removed"],
    ["SET a = 1, b = 2", "; is expected here"],
    ["", "SET or REMOVE is expected"],
  ])("action: %s", (sql, because) => {
    expect(() => parseAction(sql)).toThrow(because);
  });
});

import { expect, test } from "vitest";
import { routeMatcher } from "../../dev/host/http/route-matcher.ts";

const guid = "6b2e1b4c-8f0a-4a52-9d3f-0f0e5a7c1d22";

test.each([
  ["api/cases", "API/Cases/", {}],
  ["", "", {}],
  ["cases/{id}", "cases/Ab%20c%2Fd", { id: "Ab c/d" }],
  ["cases/{id?}", "cases", {}],
  ["cases/{id=7}", "cases", { id: "7" }],
  ["cases/{id=7}", "cases/8", { id: "8" }],
  ["files/{*rest}", "files", {}],
  ["files/{*rest}", "files/a/b.txt", { rest: "a/b.txt" }],
  ["files/{**rest}", "files/a", { rest: "a" }],
  ["files/{*rest=index}", "files", { rest: "index" }],
  ["{from}-{to}/x", "a-b-c/x", { from: "a-b", to: "c" }],
  ["{name}.{ext?}", "a.b.txt", { name: "a.b", ext: "txt" }],
  ["{name}.{ext?}", "plain", { name: "plain" }],
  ["v{version:int}/x", "v12/x", { version: "12" }],
  ["{{a}}/{b}", "{a}/1", { b: "1" }],
  ["{n:int}", "-5", { n: "-5" }],
  ["{n:int:min(18)}", "18", { n: "18" }],
  ["{n:range(1,3)}", "3", { n: "3" }],
  ["{n:max(3)}", "3", { n: "3" }],
  ["{n:long}", "9223372036854775807", { n: "9223372036854775807" }],
  ["{b:bool}", "TRUE", { b: "TRUE" }],
  ["{d:datetime}", "2026-01-02", { d: "2026-01-02" }],
  ["{d:decimal}", "1.5", { d: "1.5" }],
  ["{d:double}", "1.5e3", { d: "1.5e3" }],
  ["{g:guid}", guid, { g: guid }],
  ["{g:guid}", guid.replaceAll("-", ""), { g: guid.replaceAll("-", "") }],
  ["{s:alpha}", "abc", { s: "abc" }],
  ["{s:length(2)}", "ab", { s: "ab" }],
  ["{s:length(2,3)}", "abc", { s: "abc" }],
  ["{s:minlength(2):maxlength(3)}", "ab", { s: "ab" }],
  ["{s:regex(^\\d{{3}}$)}", "123", { s: "123" }],
  ["{s:required}", "x", { s: "x" }],
  ["{n:int?}", "", {}],
])("%s takes /%s", (template, path, params) => {
  expect(routeMatcher(template)(path)).toEqual(params);
});

test.each([
  ["api/cases", "api/cases/7"],
  ["cases/{id}", "cases"],
  ["cases/{id}/steps", "cases//steps"],
  ["cases/{id}", "cases/%zz"],
  ["{from}-{to}", "ab"],
  ["{n:int}", "2147483648"],
  ["{n:int}", "1.5"],
  ["{n:long}", "9223372036854775808"],
  ["{n:int:min(18)}", "17"],
  ["{n:range(1,3)}", "4"],
  ["{b:bool}", "yes"],
  ["{d:datetime}", "soon"],
  ["{d:decimal}", "1e3"],
  ["{g:guid}", "6b2e1b4c"],
  ["{s:alpha}", "a1"],
  ["{s:length(2)}", "abc"],
  ["{s:maxlength(3)}", "abcd"],
  ["{s:regex(^\\d{{3}}$)}", "12a"],
  ["{n:int?}", "x"],
])("%s does not take /%s", (template, path) => {
  expect(routeMatcher(template)(path)).toBeUndefined();
});

test.each([
  ["cases/{id:odd}", /no route constraint "odd"/],
  ["cases/{id:range(1)}", /no route constraint "range\(1\)"/],
  ["cases/{id", /brace is missing/],
  ["{*rest}/more", /only the end can take the rest/],
  ["{id?}/more", /only the end can be optional/],
  ["{a}{b}", /something between them/],
  ["{a}-{b?}", /only a dot/],
  ["{a}/{A}", /appears twice/],
  ["a//b", /segment is empty/],
])("refuses %s", (template, why) => {
  expect(() => routeMatcher(template)).toThrow(why);
});

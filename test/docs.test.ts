import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documents } from "../dev/docs/documents.ts";
import { elsewhere } from "../dev/docs/elsewhere.ts";
import { guards } from "../dev/docs/guards.ts";
import { openApiDocument } from "../dev/docs/openapi.ts";
import { gaps, requirements } from "../dev/docs/requirements.ts";
import { localSettings } from "../dev/stack/settings.ts";
import { type Route, routes } from "../functions/ops/routes.ts";
import { hrSources } from "../functions/settings/hr-sources.ts";

test.each(Object.entries(documents()))("%s is what the code says (npm run docs)", (file, content) => {
  expect(readFileSync(new URL(`../${file}`, import.meta.url), "utf8")).toBe(content);
});

test("every requirement, fact and rule is carried by code and shown by a test, or has a reason why not", () => {
  expect(requirements()).toHaveLength(71 + 20 + 75);
  expect(gaps()).toEqual([]);
});

test("a reason why not is given only to numbers that need one", () => {
  const numbers = new Set(requirements().map(({ number }) => number));

  for (const number of elsewhere.flatMap((one) => one.numbers)) expect(numbers, number).toContain(number);
});

test("every guarded step has tests that run it and name its rules", () => {
  for (const { step, tests } of guards()) expect(tests, step).not.toEqual([]);
});

test("the OpenAPI document has every route of the operator's API, and no other", () => {
  const { paths = {} } = openApiDocument();
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
  );

  expect(documented.toSorted()).toEqual(
    (Object.values(routes) as Route[]).map(({ method, route }) => `${method} /${route}`).toSorted(),
  );
});

test("the sample settings name every setting that the local stack uses, except its further HR sources", () => {
  const sample = JSON.parse(readFileSync(new URL("../local.settings.sample.json", import.meta.url), "utf8")) as {
    Values: Record<string, string>;
  };
  const tenant = {
    url: "https://localhost:1",
    tenantId: "",
    clientId: "",
    clientSecret: "",
    clientCertificate: "",
    hrApiKey: "",
    hrToken: "",
  };
  const used = Object.keys(localSettings({ tenant, ledger: "", serviceBus: "", policyFile: "" }));

  expect(Object.keys(sample.Values)).toEqual(
    expect.arrayContaining(used.filter((name) => !/^HR_(PAYROLL|APPROVALS)_/.test(name))),
  );
  expect(() => hrSources({ ...sample.Values, HR_BAMBOOHR_SECRET: "" })).toThrow(/HR_BAMBOOHR_SECRET/);
});

test("every decision is in the list of decisions", () => {
  const list = readFileSync(new URL("../docs/adr/README.md", import.meta.url), "utf8");

  for (const [, file = ""] of list.matchAll(/\]\((\d{4}-[^)]+\.md)\)/g)) {
    expect(readFileSync(new URL(`../docs/adr/${file}`, import.meta.url), "utf8")).toMatch(/^# \d{4}: /);
  }
});

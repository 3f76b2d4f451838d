import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openApiDocument } from "../dev/docs/openapi.ts";
import { graphPermissions } from "../dev/docs/permissions.ts";
import { localSettings } from "../dev/stack/settings.ts";
import { type Route, routes } from "../functions/ops/routes.ts";
import { hrSources } from "../functions/settings/hr-sources.ts";

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../docs/${file}`, import.meta.url), "utf8"));

test("docs/permissions.json is what the steps need (npm run docs)", () => {
  expect(read("permissions.json")).toEqual(graphPermissions());
});

test("docs/openapi.json is what the routes say (npm run docs)", () => {
  expect(read("openapi.json")).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
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

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { Roles } from "../../dev/infra/rules/exact-roles.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");

function texts(folder: string, ending: string): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => read(join(folder, file)))
    .join("\n");
}

const Alerts = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z][a-z-]+$/),
    title: z.string(),
    because: z.string(),
    severity: z.int().min(0).max(4),
    every: z.string(),
    window: z.string(),
    fires: z.enum(["when-found", "when-silent"]),
    repeats: z.boolean(),
    events: z.array(z.string()),
    query: z.array(z.string()).min(1),
  }),
);

test("every event that an alert reads is logged by the code, and stands in its query", () => {
  const code = `${texts("shared", ".ts")}${texts("functions", ".ts")}`;

  for (const { events, query } of Alerts.parse(JSON.parse(read("infra/alerts.json")))) {
    for (const event of events) {
      expect(code, event).toContain(`event: "${event}"`);
      expect(query.join("\n")).toContain(`'${event}'`);
    }
  }
});

test("every right of infra/roles.json has its reason, once", () => {
  const roles = Roles.parse(JSON.parse(read("infra/roles.json")));

  expect(new Set(roles.map(({ id, on }) => `${id} ${on}`)).size).toBe(roles.length);
});

test("every setting of the sample is set in Azure too, or is one of the local stack", () => {
  const sample = z
    .object({ Values: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read("local.settings.sample.json")));
  const bicep = texts("infra", ".bicep");
  // By identity in Azure, under longer names; the worker's runtime is declared by the plan; secrets come by name.
  const otherwise = new Set(["AzureWebJobsStorage", "LEDGER", "SERVICE_BUS", "FUNCTIONS_WORKER_RUNTIME"]);
  const localOnly = new Set(["M365_ENDPOINT", "M365_CLIENT_SECRET"]);
  const names = Object.keys(sample.Values).filter((name) => !/^HR_[A-Z]+_/.test(name) && !localOnly.has(name));

  for (const name of names)
    expect(bicep, name).toMatch(otherwise.has(name) ? new RegExp(`${name}__|runtime:`) : new RegExp(`\\b${name}\\b`));
});

test("no file of infra/ names a key, a connection string or an address outside of Azure's own functions", () => {
  const all = `${texts("infra", ".bicep")}${texts("infra", ".bicepparam")}`;

  expect(all).not.toMatch(/listKeys|AccountKey=|SharedAccessKey|DefaultEndpointsProtocol/);
});

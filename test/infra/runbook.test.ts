import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const runbook = read("docs/runbook.md");

const Item = z.object({
  type: z.union([z.literal(1), z.literal(3), z.literal(9), z.literal(10)]),
  name: z.string(),
  content: z.looseObject({ version: z.string().optional(), query: z.string().optional(), json: z.string().optional() }),
});
const Workbook = z.strictObject({
  version: z.literal("Notebook/1.0"),
  items: z.array(z.looseObject(Item.shape)).min(1),
  fallbackResourceIds: z.tuple([z.literal("{workspaceId}")]),
  $schema: z.literal("https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json"),
});
const { items } = Workbook.parse(JSON.parse(read("infra/workbook.json")));
const versions: Readonly<Record<number, string | undefined>> = {
  1: undefined,
  3: "KqlItem/1.0",
  9: "KqlParameterItem/1.0",
  10: "MetricsItem/2.0",
};

const code = ["shared", "functions"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith(".ts"))
  .map(read)
  .join("\n");

const queries = [
  ...items.flatMap(({ name, content }) =>
    content.query === undefined ? [] : [{ where: `workbook: ${name}`, query: content.query }],
  ),
  ...[...runbook.matchAll(/^### (.+)\n[^#]*?```kusto\n([\s\S]+?)```/gm)].map(([, title = "", query = ""]) => ({
    where: `runbook: ${title}`,
    query,
  })),
];

test("every alert has its section in the runbook, under its own name, and no section is about an alert that is gone", () => {
  const alerts = z.array(z.object({ name: z.string() })).parse(JSON.parse(read("infra/alerts.json")));
  const own = runbook.slice(runbook.indexOf("\n## Alerts"), runbook.indexOf("\n## What a step waits for"));
  const sections = [...own.matchAll(/^### (.+)$/gm)].map(([, title]) => title);

  expect(sections.toSorted()).toEqual(["dead-letters", ...alerts.map(({ name }) => name)].toSorted());
});

test("what the runbook quotes of a parked step is what the code says", () => {
  const own = runbook.slice(runbook.indexOf("\n## What a step waits for"), runbook.indexOf("\n## Queries"));
  const quotes = [...own.matchAll(/\*\*(.+?)\*\*/g)].flatMap(([, quote = ""]) => quote.split(/ ?… ?/));

  expect(quotes.length).toBeGreaterThan(20);
  for (const quote of quotes) expect(code).toContain(quote);
});

test("every link inside docs/runbook.md and docs/upgrades.md leads somewhere", () => {
  for (const file of ["runbook.md", "upgrades.md"]) {
    for (const [, target = "", anchor] of read(`docs/${file}`).matchAll(/\]\(([a-z-]+\.md)?(?:#([a-z-]+))?\)/g)) {
      const text = read(`docs/${target || file}`);
      const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replace(/[^a-z0-9 -]/g, "")
          .replaceAll(" ", "-"),
      );
      if (anchor !== undefined) expect(anchors, `${file}: ${target}#${anchor}`).toContain(anchor);
    }
  }
});

describe.each(queries)("$where", ({ query }) => {
  test("asks for events that the code logs, and for members that it logs with them", () => {
    const events = [...query.matchAll(/'([a-z]+(?:-[a-z]+)+|swept)'/g)]
      .map(([, event = ""]) => event)
      .filter((name) => name !== "delete-account");
    const members = [...query.matchAll(/\bentry\.(\w+)/g)].map(([, member = ""]) => member);

    for (const event of events) expect(code, event).toContain(`event: "${event}"`);
    for (const member of members) expect(code, member).toMatch(new RegExp(`\\b${member}\\b`));
    expect(events.length > 0 || /AppRequests/.test(query)).toBe(true);
  });

  test("counts ids and facts, and shows nothing that could name a person", () => {
    expect(query).not.toMatch(/UserPrincipalName|mail|displayName|UserId|ClientIP|upn/i);
  });
});

test("the workbook has the documented shape: each item of its kind, names once, queries of the chosen time", () => {
  expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  for (const { type, name, content } of items) {
    expect(content.version, name).toBe(versions[type]);
    if (type === 3)
      expect(content, name).toMatchObject({
        queryType: 0,
        timeContextFromParameter: "TimeRange",
        resourceType: "microsoft.operationalinsights/workspaces",
      });
  }
});

test("the template puts the ids of this deployment where the workbook wants them", () => {
  const bicep = read("infra/modules/workbook.bicep");
  const wanted = new Set(
    read("infra/workbook.json")
      .match(/"\{\w+\}"/g)
      ?.map((one) => one.slice(1, -1)),
  );

  for (const placeholder of wanted) expect(bicep).toContain(`'${placeholder}'`);
  expect(bicep).toContain("loadTextContent('../workbook.json')");
  expect(read("infra/main.bicep")).toContain("modules/workbook.bicep");
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tableNames } from "../../functions/settings/azure.ts";
import { serviceBusConfig } from "../stack/entities.ts";
import { compile, lint } from "./bicep.ts";
import { expandTemplate } from "./expand-template.ts";
import { allRules, type Expected } from "./rules/all-rules.ts";
import { Roles } from "./rules/exact-roles.ts";

/** What is wrong with a Bicep file, or with a parameter file and what it would deploy; nothing when all is as it should be. */
export interface Checked {
  readonly file: string;
  readonly problems: readonly string[];
}

/**
 * Lints main.bicep with its modules, compiles every parameter file of the folder, and holds what a deployment would make
 * against the rules.
 *
 * @param infra the folder `infra/`
 * @param bicep the compiler
 */
export function checkInfra(infra: string, bicep: string): readonly Checked[] {
  const files = readdirSync(infra, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".bicepparam"),
  );
  const expected = expectedOf(infra);
  const deployments = files
    .toSorted()
    .map((file) => ({ file, problems: problemsOf(join(infra, file), bicep, expected) }));
  return [{ file: "main.bicep", problems: lint(bicep, join(infra, "main.bicep")) }, ...deployments];
}

/** What the code and infra/roles.json say. @throws roles.json has another form */
export function expectedOf(infra: string): Expected {
  const [entities] = serviceBusConfig().UserConfig.Namespaces;
  if (entities === undefined) throw new Error("The local stack has no namespace");
  const roles = Roles.parse(JSON.parse(readFileSync(join(infra, "roles.json"), "utf8")));
  return { roles, tables: tableNames, entities: entities as Expected["entities"] };
}

function problemsOf(file: string, bicep: string, expected: Expected): readonly string[] {
  const { complaints, template, parameters } = compile(bicep, file);
  if (template === undefined) return complaints;
  return [...complaints, ...allRules(expandTemplate(template, parameters), expected)];
}

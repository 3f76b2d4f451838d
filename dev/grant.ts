import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { outsideSteps } from "../functions/health.ts";
import { SettingError } from "../functions/settings/require.ts";
import { tenantSettings } from "../functions/settings/tenant.ts";
import { steps } from "../functions/steps.ts";
import { UsageError } from "./doctor/ask-app.ts";
import { settingsFrom } from "./doctor/settings-file.ts";
import { administratorToken } from "./grant/administrator.ts";
import { type Applied, applyRights } from "./grant/apply-rights.ts";
import { DirectoryApi, GrantError } from "./grant/directory-api.ts";
import { exchangeCommands } from "./grant/exchange-commands.ts";
import { cloudIn, sourcesIn } from "./grant/place.ts";
import { appliedLine, closingLines } from "./grant/print-applied.ts";
import { rightsLines } from "./grant/print-rights.ts";
import { asAppRoles, type MailScope, type Rights, rightsFor } from "./grant/rights.ts";
import { TenantRights } from "./grant/tenant-rights.ts";
import { readPolicyText } from "./policy/policy-text.ts";

interface Options {
  readonly print?: boolean;
  readonly apply?: boolean;
  readonly policy: string;
  readonly settings: string;
  readonly mail: MailScope;
  readonly prune?: boolean;
  readonly withOptionalRoles?: boolean;
  readonly json?: boolean;
}

const program = new Command("npm run grant --")
  .description("The rights that a policy needs in the tenant: prints them, or gives them to the application.")
  .option("--print", "print them, with the steps that take them, and change nothing")
  .addOption(
    new Option("--apply", "give them, as the administrator who is signed in to az or azd, or by GRAPH_TOKEN").conflicts(
      "print",
    ),
  )
  .option("--policy <file>", "the policy", "policy.json")
  .option("--settings <file>", "settings of the app, unless the environment says so", "local.settings.json")
  .addOption(
    new Option("--mail <reach>", "whose mail: Exchange gives it for the sender of notices, or Graph for everybody")
      .choices(["sender", "everywhere"])
      .default("sender"),
  )
  .option("--prune", "with --apply: take away permissions that the policy does not need")
  .option("--with-optional-roles", "with --apply: give the optional directory roles too")
  .option("--json", "with --print: the Graph permissions as a JSON list; with --apply: what became of each right")
  .addHelpText("after", "\nExit status: 0 done, 1 the policy has errors, 2 a setting is wrong or the tenant refused.")
  .parse();
const options = program.opts<Options>();

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof GrantError || error instanceof UsageError || error instanceof SettingError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  if (!options.print && !options.apply) throw new UsageError("Say --print or --apply");
  const environment = { ...settingsFrom(options.settings), ...process.env };
  const rights = rightsOf(environment);
  if (rights === undefined) return 1;
  if (options.apply) await apply(rights, environment);
  else print(rights, environment);
  return 0;
}

function rightsOf(environment: NodeJS.ProcessEnv): Rights | undefined {
  const { policy, faults } = readPolicyText(textOf(options.policy), steps);
  if (policy !== undefined) return rightsFor(steps, policy, cloudIn(environment), outsideSteps(sourcesIn(environment)));
  for (const { line, column, path, message } of faults)
    console.error(`${options.policy}:${line}:${column}  ${path}: ${message}`);
  return undefined;
}

function print(rights: Rights, environment: NodeJS.ProcessEnv): void {
  // The whole list, mail included: it is what the app calls, whoever gives the right to it.
  const graph = asAppRoles(rights, "graph", "everywhere").map(({ permission }) => permission);
  if (options.json) console.log(JSON.stringify(graph, undefined, 2));
  else {
    const { M365_CLIENT_ID: clientId, NOTICE_SENDER: sender } = environment;
    const place = {
      cloud: cloudIn(environment),
      clientId: clientId || "APPLICATION_ID",
      servicePrincipalId: "OBJECT_ID_OF_THE_ENTERPRISE_APPLICATION",
      sender: sender || "NOTICE_SENDER",
    };
    for (const line of rightsLines(rights, options.mail, place)) console.log(line);
  }
}

async function apply(rights: Rights, environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = tenantSettings({ ...environment, M365_CERTIFICATE: undefined, M365_CLIENT_SECRET: undefined });
  const { cloud, tenantId, endpoints, application, noticeSender } = settings;
  const token = await administratorToken(endpoints.graph, tenantId, environment);
  const tenant = await TenantRights.read(new DirectoryApi(endpoints.graph, token), application.clientId);
  const { mail, prune = false, withOptionalRoles = false } = options;
  const all: Applied[] = [];
  await applyRights(tenant, rights, { mail, prune, optionalRoles: withOptionalRoles }, (applied) => {
    all.push(applied);
    if (!options.json) console.log(appliedLine(applied));
  });
  const place = {
    cloud,
    clientId: application.clientId,
    servicePrincipalId: tenant.servicePrincipalId,
    sender: noticeSender,
  };
  const commands = mail === "sender" ? exchangeCommands(rights, place) : [];
  if (options.json) console.log(JSON.stringify({ rights: all, exchange: commands }, undefined, 2));
  else for (const line of closingLines(all, commands)) console.log(line);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

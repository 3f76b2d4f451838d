import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { Command } from "commander";
import { z } from "zod";
import { composeTenant } from "../functions/compose.ts";
import { steps } from "../functions/steps.ts";
import { type DryRunPorts, dryRun } from "../shared/domain/dry-run.ts";
import { findPerson } from "../shared/domain/find-person.ts";
import { instant } from "../shared/domain/ids.ts";
import { type PersonFacts, type Policy, TerminationType } from "../shared/domain/policy.ts";
import { localCertificate } from "./certificates.ts";
import { virtualClock } from "./clock.ts";
import { planLines } from "./plan/plan-lines.ts";
import { readPolicyText } from "./policy/policy-text.ts";
import { localSettings } from "./stack/settings.ts";
import { startTenant } from "./tenant/tenant.ts";

interface Options extends PersonFacts {
  readonly person: string;
  readonly policy: string;
  readonly settings: string;
  readonly local?: boolean;
  readonly json?: boolean;
}

const options = new Command("npm run plan --")
  .description("Dry run: the plan that a case about a person would have now. It reads the tenant and writes nothing.")
  .requiredOption("--person <who>", "object id, sign-in name or employee id")
  .option("--policy <file>", "the policy", "policy.json")
  .option("--settings <file>", "where the tenant is, unless the environment says so", "local.settings.json")
  .option("--local", "look at a fresh simulated tenant instead, for example --person anna.albrecht@kestrel.example")
  .option("--country <name>", "as the HR system writes it")
  .option("--department <name>", "as the HR system writes it")
  .option("--worker-type <name>", "as the HR system writes it")
  .option("--termination-type <name>", `one of ${TerminationType.options.join(", ")}`)
  .option("--json", "print the plan as JSON")
  .addHelpText(
    "after",
    "\nWho else is leaving at this moment is known to the running product only: see POST /api/plans.\nExit status: 0 the plan was made, 1 no such person, or the policy has errors, 2 the tenant cannot be read.",
  )
  .parse()
  .opts<Options>();

try {
  process.exitCode = await run();
} catch (error) {
  console.error(`No plan: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const { policy, faults } = readPolicyText(readFileSync(options.policy, "utf8"), steps);
  if (policy === undefined) {
    for (const { line, column, path, message } of faults)
      console.error(`${options.policy}:${line}:${column}  ${path}: ${message}`);
    return 1;
  }
  const place = options.local
    ? await localPlace()
    : { environment: { ...fromFile(), ...process.env }, close: () => {} };
  try {
    const { country, department, workerType, terminationType } = options;
    const ports = portsOf(place.environment, policy);
    const [account, ...others] = await findPerson(options.person, ports.tenant.directory);
    if (account === undefined || others.length > 0) {
      console.error(account === undefined ? "There is no such person" : "Several people have this employee id");
      return 1;
    }
    const plan = await dryRun(account, { country, department, workerType, terminationType }, ports);
    if (options.json) console.log(JSON.stringify(plan));
    else for (const line of planLines(plan)) console.log(line);
    return 0;
  } finally {
    await place.close();
  }
}

function portsOf(environment: NodeJS.ProcessEnv, policy: Policy): DryRunPorts {
  const { tenant, cloud } = composeTenant(environment);
  const nobody = { holder: async () => undefined, load: async () => undefined };
  const clock = { now: () => instant(Date.now()) };
  return { tenant, cloud, policy, steps, clock, subjects: nobody, ledger: nobody };
}

/** `Values` of the settings file; nothing when there is no such file. @throws when it is no settings file */
function fromFile(): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(options.settings, "utf8");
  } catch {
    return {};
  }
  return z.object({ Values: z.record(z.string(), z.string()) }).parse(JSON.parse(text)).Values;
}

async function localPlace() {
  const folder = await mkdtemp(join(tmpdir(), "leaver-"));
  const certificate = await localCertificate(join(folder, "localhost.pem"));
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), certificate.cert]);
  const tenant = await startTenant({ clock: virtualClock(), certificate });
  return {
    environment: localSettings({ tenant, ledger: "", serviceBus: "", policyFile: "" }),
    async close() {
      await tenant.close();
      await rm(folder, { recursive: true });
    },
  };
}

import { once } from "node:events";
import { styleText } from "node:util";
import { Command, InvalidArgumentError } from "commander";
import { bambooHrWebhook } from "./stack/hr-sender.ts";
import { standardPorts } from "./stack/ports.ts";
import { Scene } from "./stack/scene.ts";
import { local } from "./stack/settings.ts";
import { type Stack, startStack } from "./stack/stack.ts";

interface Options {
  readonly data?: string;
  readonly people: number;
  readonly latency: number;
  readonly quiet?: boolean;
}

const options = new Command("npm start --")
  .description("Runs the whole product on this machine against a simulated Microsoft 365 tenant, until Ctrl+C.")
  .option("--data <dir>", "keep the ledger, the messages and the tenant in this folder between runs")
  .option("--people <n>", "generated people beside the company of 26", wholeNumber, 0)
  .option("--latency <ms>", "let every request to the tenant take so long", wholeNumber, 0)
  .option("--quiet", "do not print the log of host and app")
  .addHelpText("after", "\nExit status: 0 after Ctrl+C, 2 when the stack could not start.")
  .parse()
  .opts<Options>();

let stack: Stack | undefined;
try {
  stack = await startStack({
    data: options.data,
    ports: standardPorts,
    people: options.people,
    latencyMs: options.latency,
    onLog({ at, level, functionName = "", message }) {
      if (!options.quiet)
        console.log(`${styleText("dim", at)} ${level.padEnd(11)} ${functionName.padEnd(22)} ${message}`);
    },
  });
  console.log(welcome(stack));
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  console.log("\nStopping: what runs is finished first.");
} catch (error) {
  console.error(`The stack could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  await stack?.stop();
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("a whole number is needed");
  return Number(text);
}

function welcome({ host, tenant, broker }: Stack): string {
  const hrId = new Scene({ tenant, host } as Stack).hrId("anna");
  const { body } = bambooHrWebhook(hrId);
  const key = `-H 'x-functions-key: ${local.functionKey}'`;
  return `
${styleText("bold", "Leaver is up.")} Ctrl+C stops it.

  Operator API    ${host.url}/api/cases
  Mails, effects  ${tenant.controlUrl}/          (the simulated tenant's control port)
  Tenant          ${tenant.url}
  Service Bus     127.0.0.1:${broker.port}

Let Anna Albrecht (HR id ${hrId}) leave, and let HR tell Leaver about it:

  curl -X POST ${tenant.controlUrl}/hr/${hrId}/terminate -H 'content-type: application/json' -d '{"lastDay":"${yesterday()}"}'

  BODY='${body}'; TS=$(date +%s)
  MAC=$(printf %s "$BODY$TS" | openssl dgst -sha256 -hmac '${local.bambooHrSecret}' | sed 's/.* //')
  curl -i ${host.url}/api/hris/bamboohr -H 'content-type: application/json' -H "X-BambooHR-Timestamp: $TS" -H "X-BambooHR-Signature: $MAC" -d "$BODY"

See what became of it:

  curl ${key} ${host.url}/api/cases
  curl ${key} ${host.url}/api/cases/CASE_ID
  curl ${key} -X POST ${host.url}/api/cases/CASE_ID/resume -H 'content-type: application/json' -d '{"operator":"u123","reason":"done in AD"}'
  curl ${tenant.controlUrl}/effects

Let a day pass:

  curl -X POST ${tenant.controlUrl}/clock/advance -H 'content-type: application/json' -d '{"ms":86400000}'
`;
}

function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

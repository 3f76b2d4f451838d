import { styleText } from "node:util";
import { bambooHrWebhook } from "../stack/hr-sender.ts";
import { local } from "../stack/settings.ts";
import type { Stack } from "../stack/stack.ts";
import type { Person } from "../tenant/model.ts";

const dayMs = 86_400_000;

/** What a new user needs: where everything is, and commands to copy that lead through one case. */
export function welcome({ host, tenant, broker, clock, settings, policy }: Stack, data: string | undefined): string {
  const places = [
    ["Operator API", `${host.url}/api/cases`],
    ["Mails, effects", `${tenant.controlUrl}/`],
    ["Tenant", tenant.url],
    ["Service Bus", `127.0.0.1:${broker.port}`],
    ["Virtual time", virtualTime(clock.offsetMs())],
    ...(data === undefined ? [] : [["Data", `${data}: everything is kept there until the next start`]]),
    ...(data === undefined ? [] : [["Policy", `${settings.POLICY_FILE}: ${aboutPolicy[policy]}`]]),
  ];
  return `
${styleText("bold", "Leaver is up.")} Ctrl+C stops it.

${places.map(([name = "", value]) => `  ${name.padEnd(15)} ${value}`).join("\n")}
${story(host.url, tenant)}
Let a day pass, for everything:

  curl -X POST ${tenant.controlUrl}/clock/advance -H 'content-type: application/json' -d '{"ms":${dayMs}}'
`;
}

const aboutPolicy = {
  written: "edit it, and start again",
  kept: "taken as it was found there; delete it to have the usual one written",
} as const;

function virtualTime(aheadMs: number): string {
  const now = `${new Date().toISOString().slice(0, 16)}Z`;
  const minutes = Math.round(aheadMs / 60_000);
  if (minutes === 0) return `${now}, as on this machine`;
  const ahead = { days: Math.floor(minutes / 1_440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
  return `${now}, ${new Intl.DurationFormat("en", { style: "long" }).format(ahead)} ahead of this machine`;
}

/** One leaver, from the record in the HR system to the proof. */
function story(hostUrl: string, tenant: Stack["tenant"]): string {
  const person = nextToLeave(tenant);
  if (person?.hrId == null) return "";
  const key = `-H 'x-functions-key: ${local.functionKey}'`;
  const json = "-H 'content-type: application/json'";
  const lastDay = new Date(Date.now() - dayMs).toISOString().slice(0, 10);
  return `
Let ${person.displayName} (HR id ${person.hrId}) leave, and let HR tell Leaver about it, signed at virtual time:

  curl -X POST ${tenant.controlUrl}/hr/${person.hrId}/terminate ${json} -d '{"lastDay":"${lastDay}"}'

  BODY='${bambooHrWebhook(person.hrId).body}'; TS=$(curl -s ${tenant.controlUrl}/clock/seconds)
  MAC=$(printf %s "$BODY$TS" | openssl dgst -sha256 -hmac '${local.bambooHrSecret}' | sed 's/.* //')
  curl -i ${hostUrl}/api/hris/bamboohr ${json} -H "X-BambooHR-Timestamp: $TS" -H "X-BambooHR-Signature: $MAC" -d "$BODY"

See what became of it:

  curl ${key} ${hostUrl}/api/cases
  curl ${key} ${hostUrl}/api/cases/CASE_ID
  curl ${key} -X POST ${hostUrl}/api/cases/CASE_ID/resume ${json} -d '{"operator":"u123","reason":"done in AD"}'
  curl ${tenant.controlUrl}/effects
`;
}

/** An ordinary person of the company whose employment has no end yet. */
function nextToLeave({ state }: Stack["tenant"]): Person | undefined {
  return state.people.all().find((person) => {
    const ordinary = person.managerId !== undefined && person.roles.length === 0 && !person.onPremisesSyncEnabled;
    return ordinary && person.accountEnabled && person.hrId !== null && !state.hr.find(person.hrId)?.termination;
  });
}

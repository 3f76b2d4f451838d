import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { effectsTable } from "./effects-table.ts";
import { escapeMarkup, readableTime } from "./markup.ts";
import { document } from "./page.ts";

/** One person as somebody with a browser sees them: how they stand, and what was changed. */
export function personPage(state: TenantState, key: string): string {
  const person = state.person(key);
  const facts: readonly (readonly [string, string])[] = [
    ["Sign-in name", person.userPrincipalName],
    ["Account", standing(state, person)],
    ["Sessions valid from", readableTime(person.sessionsValidFrom)],
    ["Password changed", readableTime(person.passwordChangedAt)],
    ["Ways to sign in", person.methods.map(({ type }) => type.replace(/AuthenticationMethod$/, "")).join(", ")],
    ["Roles", person.roles.map(({ roleName }) => roleName).join(", ")],
    ["Licences", person.licences.map(({ skuPartNumber }) => skuPartNumber).join(", ")],
    ["Groups", person.groupIds.map((id) => state.groups.find(id)?.displayName ?? id).join(", ")],
    [
      "Devices",
      state
        .devicesOf(key)
        .map(({ displayName }) => displayName)
        .join(", "),
    ],
  ];
  const rows = facts.map(([name, value]) => `<tr><th>${name}<td>${escapeMarkup(value || "none")}`).join("\n");
  const effects = state.effects.all().filter(({ personId }) => personId === person.id);
  return document(
    person.displayName,
    `<header>
<h1>${escapeMarkup(person.displayName)}</h1>
<p class="small"><a href="/">Simulated tenant</a></p>
</header>
<h2>As it stands</h2>
<table>
${rows}
</table>
<h2>Changes (${effects.length})</h2>
${effectsTable(state, effects)}`,
  );
}

function standing({ bin }: TenantState, { id, deletedAt, accountEnabled }: Person): string {
  if (bin.gone(id) !== undefined) return "gone for good";
  if (deletedAt !== undefined) return `in the bin since ${readableTime(deletedAt)}`;
  return accountEnabled ? "enabled" : "blocked";
}

import type { Effect } from "../effect-log.ts";
import type { TenantState } from "../state.ts";
import { escapeMarkup, readableTime } from "./markup.ts";

const MOST = 100;
const authors = {
  hand: "somebody at a portal",
  sync: "directory synchronisation",
  service: "the service itself",
} as const;

/** The last changes of the tenant's state, newest first, with names for ids. */
export function effectsTable(state: TenantState, effects: readonly Effect[]): string {
  if (effects.length === 0) return "<p>Nothing was changed yet.</p>";
  const rows = effects.slice(-MOST).reverse();
  const more = effects.length > MOST ? `<p class="small">The last ${MOST} of ${effects.length}.</p>` : "";
  return `${more}<table>
<tr><th>When<th>Whose<th>What<th>By
${rows.map((effect) => rowOf(state, effect)).join("\n")}
</table>`;
}

function rowOf(state: TenantState, { at, operation, objectId, personId, detail, by }: Effect): string {
  const name = nameOf(state, personId ?? objectId);
  const type = typeof detail.type === "string" ? detail.type.replace(/AuthenticationMethod$/, "") : "";
  const object = state.devices.get(objectId)?.displayName ?? type;
  const author = by === undefined ? "Leaver" : authors[by];
  const cells = [readableTime(Date.parse(at)), name, `${operation} ${object}`.trim(), author];
  return `<tr>${cells.map((cell) => `<td>${escapeMarkup(cell)}`).join("")}`;
}

function nameOf({ people, bin }: TenantState, id: string): string {
  return (people.named(id) ?? people.deleted(id) ?? bin.gone(id))?.displayName ?? id;
}

import { guidOf } from "../ids.ts";
import type { TenantState } from "../state.ts";

const dayMs = 86_400_000;

/** Applications that people signed in to before the story begins, by days ago. */
const visits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  anna: { "app/crm": 1, "app/travel": 9, "app/portal": 2 },
  ben: { "app/build-server": 3, "app/old-wiki": 45 },
  guest: { "app/project-space": 2 },
};

/** Lays out the sign-in log of the company. */
export function addSignInHistory(state: TenantState): void {
  state.lifecycle.onArrived((person) => {
    for (const [app, days] of Object.entries(visits[person.key] ?? {})) {
      state.signIns.visited(person, guidOf(app), Date.now() - days * dayMs);
    }
  });
}

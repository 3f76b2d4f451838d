import { refuse } from "../http/errors.ts";
import type { RoutedCall } from "../http/exchange.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Properties, selected } from "./shape.ts";
import { showUser } from "./user-view.ts";

/** Shows people as the call asks for them, with the manager when `$expand` does. */
export function withManager(
  state: TenantState,
  properties: Properties<Person>,
  call: RoutedCall,
): (person: Person) => Record<string, unknown> {
  const names = selected(call.query);
  const expand = call.query.get("$expand");
  if (expand === null) return (person) => showUser(properties, person, names);
  const nested = /^manager(?:\(\$select=([\w,\s]+)\))?$/.exec(expand);
  if (nested === null) return refuse(400, "Request_UnsupportedQuery", `Unsupported $expand: ${expand}`);
  const ofManager = nested[1]?.split(",").map((name) => name.trim());
  return (person) => {
    const shown = showUser(properties, person, names);
    const manager = managerOf(state, person);
    // Without a manager the service leaves the property out.
    if (manager === undefined) return shown;
    return {
      ...shown,
      manager: { "@odata.type": "#microsoft.graph.user", ...showUser(properties, manager, ofManager) },
    };
  };
}

/** Nobody while the manager is in the bin. */
export function managerOf(state: TenantState, person: Person): Person | undefined {
  const managerId = state.replicas.manager.shown(person.id, person.managerId);
  return managerId === undefined ? undefined : state.people.named(managerId);
}

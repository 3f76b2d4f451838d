import { page, project } from "../graph/shape.ts";
import { isExchangeList } from "../groups/group.ts";
import { groupProperties } from "../groups/group-view.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import { asObject } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";

/** The groups of somebody in the bin, who still stands among their owners (m365-operations 13.2). */
export function addOwnedByDeleted(routes: Routes, state: TenantState): void {
  const readers = { resource: "graph", anyOf: ["Group.Read.All", "Group.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/directory/deletedItems/getUserOwnedObjects", readers, (call) => {
    const { userId, type } = asObject(call.body);
    if (typeof userId !== "string" || type !== "Group") {
      return refuse(400, "Request_BadRequest", "userId is missing, or type is not Group.");
    }
    const { id } = state.people.deleted(userId) ?? noSuchResource(userId);
    const groups = state.groups.ownedBy(id).filter((group) => !isExchangeList(group));
    const names = Object.keys(groupProperties);
    const shown = groups.map((group) => ({
      "@odata.type": "#microsoft.graph.group",
      ...project(group, groupProperties, "group", names),
    }));
    return page(call, "Collection(microsoft.graph.directoryObject)", shown);
  });
}

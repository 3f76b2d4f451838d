import type { DeletedPeople } from "../../domain/ports/deleted-people.ts";
import type { Subscriptions } from "../../domain/ports/subscriptions.ts";
import type { UserChanges } from "../../domain/ports/user-changes.ts";
import type { GraphClient } from "./client.ts";
import { GraphDeletedPeople } from "./deleted-people.ts";
import { GraphSubscriptions } from "./subscriptions.ts";
import { GraphUserChanges } from "./user-changes.ts";

/** What the directory says about its own changes. */
export interface DirectoryWatch {
  readonly subscriptions: Subscriptions;
  readonly userChanges: UserChanges;
  readonly deletedPeople: DeletedPeople;
}

export function directoryWatch(graph: GraphClient): DirectoryWatch {
  return {
    subscriptions: new GraphSubscriptions(graph),
    userChanges: new GraphUserChanges(graph),
    deletedPeople: new GraphDeletedPeople(graph),
  };
}

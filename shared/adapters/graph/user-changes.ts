import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { LeaverId } from "../../domain/ids.ts";
import type { ChangesPage, UserChange, UserChanges } from "../../domain/ports/user-changes.ts";
import { refusalBehind } from "../service-answer.ts";
import type { GraphClient } from "./client.ts";
import { readChanges } from "./directory-operations.ts";

/** The fewer properties are tracked, the fewer changes are told; deletions and restores always are (section 5.6). */
const beginning = "users/delta?$select=id,accountEnabled";

const Item = z.object({ id: LeaverId, "@removed": z.object({ reason: z.string() }).optional() });
const Page = z.object({
  value: z.array(Item),
  "@odata.nextLink": z.string().optional(),
  "@odata.deltaLink": z.string().optional(),
});

/** The delta query for users of Microsoft Graph v1.0 (section 5.7). */
export class GraphUserChanges implements UserChanges {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async latest(): Promise<string> {
    const { "@odata.deltaLink": link } = await this.#graph.get(`${beginning}&$deltatoken=latest`, Page, readChanges);
    if (link === undefined) throw new TryLaterError("Reading what changed has to wait: the answer has no place in it");
    return link;
  }

  async page(link: string | undefined): Promise<ChangesPage> {
    // A place that was kept from another Graph, as after a move to another cloud, is of no use here.
    if (link !== undefined && !this.#graph.owns(link)) return { kind: "expired" };
    try {
      return pageOf(await this.#graph.get(link ?? beginning, Page, readChanges));
    } catch (error) {
      if (link !== undefined && isExpired(error)) return { kind: "expired" };
      throw error;
    }
  }
}

function pageOf(page: z.infer<typeof Page>): ChangesPage {
  const changes = page.value.map(changeOf);
  const { "@odata.nextLink": next, "@odata.deltaLink": end } = page;
  if (next !== undefined) return { kind: "page", changes, next };
  if (end !== undefined) return { kind: "last", changes, end };
  throw new TryLaterError("Reading what changed has to wait: the answer has no place in it");
}

/** `changed` is a deletion that can be taken back, `deleted` is the end for good. */
function changeOf({ id, "@removed": removed }: z.infer<typeof Item>): UserChange {
  if (removed === undefined) return { id, kind: "present" };
  return { id, kind: removed.reason === "deleted" ? "purged" : "deleted" };
}

/**
 * The place is seven days old or lost. Where Graph would start anew is in the answer's `Location`; it is not followed, as the
 * first address of the query is the same beginning.
 */
function isExpired(error: unknown): boolean {
  const answer = refusalBehind(error);
  return answer !== undefined && (answer.status === 410 || /^(syncState|resync)/i.test(answer.code ?? ""));
}

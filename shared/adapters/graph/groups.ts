import { z } from "zod";
import { NotFoundError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { Group, Groups, Owner, Written } from "../../domain/ports/groups.ts";
import { refusalBehind, type ServiceAnswer } from "../service-answer.ts";
import { ItemAnswer } from "./answers.ts";
import type { GraphClient } from "./client.ts";
import { isGone } from "./errors.ts";
import { GroupAnswer, groupFields, OwnerAnswer, present } from "./group-answers.ts";
import * as operations from "./group-operations.ts";
import { linksOf, linkTo, type Relation } from "./links.ts";
import type { Operation } from "./operations.ts";
import { path } from "./path.ts";

const Ids = z.object({ value: z.array(z.string()) });
/** Ids that one check takes. */
const mostIds = 20;

/** Groups behind Microsoft Graph v1.0. Lists are read whole and sorted out here: casts and filters would lag behind. */
export class GraphGroups implements Groups {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async membershipsOf(id: LeaverId): Promise<readonly Group[]> {
    const all = path`users/${id}/memberOf?$select=${groupFields}&$top=999`;
    return present(await this.#graph.list(all, GroupAnswer, operations.readMemberships));
  }

  async ownedBy(id: LeaverId): Promise<readonly Group[]> {
    const all = path`users/${id}/ownedObjects?$select=${groupFields}&$top=999`;
    return present(await this.#graph.list(all, GroupAnswer, operations.readOwned));
  }

  async owners(groupId: string): Promise<readonly Owner[]> {
    const all = path`groups/${groupId}/owners?$select=id,accountEnabled&$top=999`;
    return present(await this.#graph.list(all, OwnerAnswer, operations.readOwners));
  }

  async isGone(groupId: string): Promise<boolean> {
    try {
      await this.#graph.get(path`groups/${groupId}?$select=id`, ItemAnswer, operations.readGroup);
      return false;
    } catch (error) {
      if (error instanceof NotFoundError) return true;
      throw error;
    }
  }

  async amongMembers(id: LeaverId, groupIds: readonly string[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (let start = 0; start < groupIds.length; start += mostIds) {
      const body = { groupIds: groupIds.slice(start, start + mostIds) };
      const address = path`users/${id}/checkMemberGroups`;
      found.push(...(await this.#graph.create(address, body, Ids, operations.checkMembers)).value);
    }
    return found;
  }

  addMember(groupId: string, id: LeaverId): Promise<Written> {
    return written(this.#add(groupId, "members", id, operations.setMember));
  }

  removeMember(groupId: string, id: LeaverId): Promise<Written> {
    return written(this.#remove(groupId, "members", id, operations.setMember));
  }

  addOwner(groupId: string, id: LeaverId): Promise<void> {
    return this.#add(groupId, "owners", id, operations.setOwner);
  }

  async removeOwner(groupId: string, id: LeaverId): Promise<"removed" | "last-owner"> {
    try {
      await this.#remove(groupId, "owners", id, operations.setOwner);
      return "removed";
    } catch (error) {
      if (isLastOwner(refusalBehind(error))) return "last-owner";
      throw error;
    }
  }

  async #add(groupId: string, relation: Relation, id: LeaverId, operation: Operation): Promise<void> {
    try {
      await this.#graph.post(linksOf("groups", groupId, relation), this.#graph.referenceTo(id), operation);
    } catch (error) {
      const answer = refusalBehind(error);
      if (!isThere(answer) && !isGone(answer)) throw error;
    }
  }

  async #remove(groupId: string, relation: Relation, id: LeaverId, operation: Operation): Promise<void> {
    try {
      await this.#graph.delete(linkTo("groups", groupId, relation, id), operation);
    } catch (error) {
      if (!isGone(refusalBehind(error))) throw error;
    }
  }
}

async function written(work: Promise<void>): Promise<Written> {
  try {
    await work;
    return "written";
  } catch (error) {
    if (isMasteredByExchange(refusalBehind(error))) return "exchange-only";
    throw error;
  }
}

/** What was to be added is there ("already so", m365-operations 16). */
export function isThere(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 400 && /references already exist/i.test(answer.text());
}

function isLastOwner(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 400 && /must have at least one owner/i.test(answer.text());
}

function isMasteredByExchange(answer: ServiceAnswer | undefined): boolean {
  const words = /originated within an external service|mail-enabled security groups and or distribution list/i;
  return answer?.status === 400 && words.test(answer.text());
}

import { z } from "zod";
import { NotFoundError } from "../../domain/errors.ts";
import { epochMs, instant, LeaverId } from "../../domain/ids.ts";
import type { DeletedPeople, DeletedPerson } from "../../domain/ports/deleted-people.ts";
import type { GraphClient } from "./client.ts";
import { readDeleted } from "./directory-operations.ts";
import { path } from "./path.ts";

const binMs = 30 * 86_400_000;

const DeletedAt = z.iso.datetime({ offset: true }).transform((text) => instant(Date.parse(text)));

const fields = [
  "id",
  "deletedDateTime",
  "userType",
  "isResourceAccount",
  "employeeId",
  "department",
  "country",
  "usageLocation",
].join(",");

const PersonAnswer = z
  .object({
    id: LeaverId,
    deletedDateTime: DeletedAt,
    userType: z.string().nullish(),
    isResourceAccount: z.boolean().nullish(),
    employeeId: z.string().nullish(),
    department: z.string().nullish(),
    country: z.string().nullish(),
    usageLocation: z.string().nullish(),
  })
  .transform(
    (user): DeletedPerson => ({
      id: user.id,
      deletedAt: user.deletedDateTime,
      purgedAt: instant(epochMs(user.deletedDateTime) + binMs),
      kind: user.userType?.toLowerCase() === "guest" ? "guest" : "member",
      resourceAccount: user.isResourceAccount === true,
      employeeId: user.employeeId ?? undefined,
      department: user.department ?? undefined,
      country: user.country ?? user.usageLocation ?? undefined,
    }),
  );

const Page = z.object({
  value: z.array(z.object({ id: LeaverId, deletedDateTime: DeletedAt })),
  "@odata.nextLink": z.string().optional(),
});

/** The bin behind Microsoft Graph v1.0 (m365-operations 13.2). */
export class GraphDeletedPeople implements DeletedPeople {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async find(id: LeaverId): Promise<DeletedPerson | undefined> {
    try {
      return await this.#graph.get(path`directory/deletedItems/${id}?$select=${fields}`, PersonAnswer, readDeleted);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  async page(link: string | undefined): ReturnType<DeletedPeople["page"]> {
    const first = path`directory/deletedItems/microsoft.graph.user?$select=id,deletedDateTime&$top=100`;
    const address = link === undefined ? first : this.#graph.own(link, readDeleted);
    const page = await this.#graph.get(address, Page, readDeleted);
    return {
      people: page.value.map(({ id, deletedDateTime }) => ({ id, deletedAt: deletedDateTime })),
      next: page["@odata.nextLink"],
    };
  }
}

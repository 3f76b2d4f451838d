import { z } from "zod";
import { hashOf } from "../../domain/hash.ts";
import type { LeaverId } from "../../domain/ids.ts";
import { inTurns } from "../../domain/in-turns.ts";
import type { PhoneNumber, Telephony } from "../../domain/ports/telephony.ts";
import type { GraphClient } from "./client.ts";
import type { Operation } from "./operations.ts";
import { path, quoted } from "./path.ts";

const readNumbers: Operation = { what: "Reading the phone numbers", permission: "TeamsTelephoneNumber.Read.All" };
const setNumber: Operation = {
  what: "Assigning or freeing a phone number",
  permission: "TeamsTelephoneNumber.ReadWrite.All",
};

const types = ["directRouting", "callingPlan", "operatorConnect"] as const;
const Assigned = z.object({
  telephoneNumber: z.string().min(1),
  numberType: z.enum(types),
  assignmentCategory: z.enum(["primary", "private", "alternate"]).nullish(),
  locationId: z.string().nullish(),
});
type Assigned = z.infer<typeof Assigned>;

const root = "admin/teams/telephoneNumberManagement/numberAssignments";

/** Phone numbers of Teams behind Microsoft Graph v1.0. Orders are told done by looking at the numbers again. */
export class GraphTelephony implements Telephony {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async numbersOf(id: LeaverId): Promise<readonly PhoneNumber[]> {
    return (await this.#assigned(id)).map((number) => named(number, id));
  }

  async unassign(id: LeaverId, numbers: readonly PhoneNumber[]): Promise<void> {
    const wanted = new Set(numbers.map(({ reference }) => reference));
    const assigned = (await this.#assigned(id)).filter((number) => wanted.has(referenceOf(number, id)));
    await inTurns(assigned, ({ telephoneNumber, numberType }) =>
      this.#graph.post(`${root}/unassignNumber`, { telephoneNumber, numberType }, setNumber),
    );
  }

  async assign(id: LeaverId, numbers: readonly PhoneNumber[]): Promise<readonly PhoneNumber[]> {
    if (numbers.length === 0) return [];
    const [free, mine] = await Promise.all([this.#where("assignmentStatus eq 'unassigned'"), this.numbersOf(id)]);
    const byReference = new Map(free.map((number) => [referenceOf(number, id), number]));
    const missing = numbers.filter(({ reference }) => !mine.some((one) => one.reference === reference));
    await inTurns(missing, async ({ reference, category, locationId }) => {
      const number = byReference.get(reference);
      if (number === undefined) return;
      const { telephoneNumber, numberType } = number;
      const target = { assignmentTargetId: id, assignmentCategory: category, ...(locationId && { locationId }) };
      await this.#graph.post(`${root}/assignNumber`, { telephoneNumber, numberType, ...target }, setNumber);
    });
    return missing.filter(({ reference }) => !byReference.has(reference));
  }

  #assigned(id: LeaverId): Promise<Assigned[]> {
    return this.#where(`assignmentTargetId eq ${quoted(id)}`);
  }

  /** Every field but `id` and `city` can be filtered. @see https://learn.microsoft.com/graph/api/teamsadministration-telephonenumbermanagementroot-list-numberassignments */
  #where(filter: string): Promise<Assigned[]> {
    const numbers = path`admin/teams/telephoneNumberManagement/numberAssignments?$filter=${filter}`;
    return this.#graph.list(numbers, Assigned, readNumbers);
  }
}

function named(number: Assigned, id: LeaverId): PhoneNumber {
  return {
    reference: referenceOf(number, id),
    type: number.numberType,
    category: number.assignmentCategory ?? "primary",
    locationId: number.locationId ?? undefined,
  };
}

/** The service's own id of a number has the number in it, so it cannot stand for it. */
function referenceOf({ telephoneNumber }: Assigned, id: LeaverId): string {
  return hashOf("phone-number", id, telephoneNumber);
}

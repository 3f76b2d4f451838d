import { z } from "zod";
import type { LeaverId } from "../../domain/ids.ts";
import type { LicenceAssignment, LicencePlans, Licences, SeatCount } from "../../domain/ports/licences.ts";
import { refusalBehind, type ServiceAnswer } from "../service-answer.ts";
import type { GraphClient } from "./client.ts";
import type { Operation } from "./operations.ts";
import { path } from "./path.ts";

const readAssignments: Operation = { what: "Reading the licences", permission: "User.Read.All" };
const readPlans: Operation = { what: "Reading the service plans", permission: "LicenseAssignment.Read.All" };
const readSeats: Operation = { what: "Counting the seats", permission: "LicenseAssignment.Read.All" };
const setLicences: Operation = { what: "Changing licences", permission: "LicenseAssignment.ReadWrite.All" };

const States = z
  .object({
    licenseAssignmentStates: z.array(
      z.object({
        skuId: z.string(),
        assignedByGroup: z.string().nullish(),
        disabledPlans: z.array(z.string()).nullish(),
        error: z.string().nullish(),
      }),
    ),
  })
  .transform(({ licenseAssignmentStates: states }): LicenceAssignment[] =>
    states.map(({ skuId, assignedByGroup, disabledPlans, error }) => ({
      skuId,
      throughGroup: assignedByGroup ?? undefined,
      disabledPlans: disabledPlans ?? [],
      error: error === null || error === "None" ? undefined : error,
    })),
  );

const Details = z
  .object({
    skuId: z.string(),
    servicePlans: z.array(z.object({ servicePlanName: z.string(), provisioningStatus: z.string().nullish() })),
  })
  .transform(({ skuId, servicePlans }): LicencePlans => {
    const on = servicePlans.filter(({ provisioningStatus }) => provisioningStatus !== "Disabled");
    return { skuId, plans: on.map(({ servicePlanName }) => servicePlanName) };
  });

const Seats = z
  .object({
    skuId: z.string(),
    consumedUnits: z.number(),
    prepaidUnits: z.object({ enabled: z.number().nullish() }),
  })
  .transform(
    ({ skuId, consumedUnits, prepaidUnits }): SeatCount => ({
      skuId,
      bought: prepaidUnits.enabled ?? 0,
      used: consumedUnits,
    }),
  );

/** Licences behind Microsoft Graph v1.0 (m365-operations 12). */
export class GraphLicences implements Licences {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  assignmentsOf(id: LeaverId): Promise<readonly LicenceAssignment[]> {
    return this.#graph.get(path`users/${id}?$select=licenseAssignmentStates`, States, readAssignments);
  }

  plansOf(id: LeaverId): Promise<readonly LicencePlans[]> {
    return this.#graph.list(path`users/${id}/licenseDetails?$select=skuId,servicePlans`, Details, readPlans);
  }

  async removeDirect(id: LeaverId, skuIds: readonly string[]): Promise<void> {
    if (skuIds.length === 0) return;
    try {
      await this.#assign(id, { addLicenses: [], removeLicenses: skuIds });
    } catch (error) {
      // One of them is gone: the refusal was for all, so the others are named anew.
      if (!isNotAssigned(refusalBehind(error))) throw error;
      const direct = (await this.assignmentsOf(id)).filter(({ throughGroup }) => throughGroup === undefined);
      const left = skuIds.filter((skuId) => direct.some((assignment) => assignment.skuId === skuId));
      if (left.length === skuIds.length) throw error;
      if (left.length > 0) await this.#assign(id, { addLicenses: [], removeLicenses: left });
    }
  }

  async assignDirect(id: LeaverId, licences: readonly LicenceAssignment[]): Promise<void> {
    if (licences.length === 0) return;
    const addLicenses = licences.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans }));
    await this.#assign(id, { addLicenses, removeLicenses: [] });
  }

  seats(): Promise<readonly SeatCount[]> {
    return this.#graph.list("subscribedSkus", Seats, readSeats);
  }

  #assign(id: LeaverId, body: object): Promise<void> {
    return this.#graph.post(path`users/${id}/assignLicense`, body, setLicences);
  }
}

/** The words are not verified, so the caller looks which ones are left. */
function isNotAssigned(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 400 && !/inherited from a group/i.test(answer.text());
}

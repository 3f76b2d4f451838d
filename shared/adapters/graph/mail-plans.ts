import { z } from "zod";
import type { LeaverId } from "../../domain/ids.ts";
import type { Holds, MailPlan } from "../../domain/ports/holds.ts";
import type { GraphClient } from "./client.ts";
import type { Operation } from "./operations.ts";
import { path } from "./path.ts";

const readLicences: Operation = { what: "Reading the licences", permission: "LicenseAssignment.Read.All" };

const Licence = z.object({
  servicePlans: z.array(z.object({ servicePlanName: z.string(), provisioningStatus: z.string().nullish() })),
});

/** Plan 2, with the endings of other clouds: `_GOV`, `_AIRGAP` and so on. */
const plan2 = /^EXCHANGE_S_ENTERPRISE(_|$)/;
const plan1 = /^EXCHANGE_S_STANDARD(_|$)/;
const archiving = /^EXCHANGE_S_ARCHIVE(_|$)/;
const mailbox = /^EXCHANGE_(S_(ENTERPRISE|STANDARD|DESKLESS)|L_STANDARD|B_STANDARD)(_|$)/;

/**
 * What the licences of a person allow for the mailbox: a litigation hold takes Plan 2, or Plan 1 with Archiving.
 *
 * @see https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
 */
export class GraphMailPlans implements Pick<Holds, "plan"> {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async plan(id: LeaverId): Promise<MailPlan> {
    const details = path`users/${id}/licenseDetails`;
    const licences = await this.#graph.list(details, Licence, readLicences);
    const plans = licences
      .flatMap(({ servicePlans }) => servicePlans)
      .filter(({ provisioningStatus }) => provisioningStatus !== "Disabled")
      .map(({ servicePlanName }) => servicePlanName);
    const has = (wanted: RegExp) => plans.some((name) => wanted.test(name));
    if (has(plan2) || (has(plan1) && has(archiving))) return "with-hold";
    return has(mailbox) ? "without-hold" : "none";
  }
}

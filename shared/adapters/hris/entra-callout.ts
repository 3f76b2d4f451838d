import { z } from "zod";
import { MalformedDeliveryError, type WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import { authenticateStandard, standardSecretProblem } from "./standard-webhooks.ts";

const Callout = z.object({
  data: z.object({
    subject: z.object({ id: z.uuid().toLowerCase() }),
  }),
});

/**
 * A custom task extension of Entra lifecycle workflows. Entra calls a Logic App, never Leaver; the Logic App hands the body on
 * as it is and signs it by Standard Webhooks. `subject.id` is the object id; the leave date is read from the directory.
 *
 * @see https://learn.microsoft.com/entra/id-governance/configure-logic-app-lifecycle-workflows (the body)
 */
export const entraCallout: WebhookScheme = {
  authenticate: authenticateStandard,

  events(json) {
    const callout = Callout.safeParse(json);
    if (!callout.success) throw new MalformedDeliveryError("data.subject.id is not an object id");
    // Joiners, movers and leavers have the same body: whether somebody leaves stands in the directory.
    return [{ kind: "employee.changed", employeeRef: callout.data.data.subject.id }];
  },

  secretProblem: standardSecretProblem,
};

import { z } from "zod";
import { Risk } from "../../../shared/domain/risk.ts";
import { hasFlowPlan, hasSemanticModelPlan } from "../../../shared/domain/service-plans.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ risks: z.array(Risk) });

/**
 * Flows, apps and semantic models run on the leaver's name, and after the deletion nobody can tell whose they were
 * . Graph v1.0 does not list them: the licences tell which kinds there can be, and a person takes stock.
 */
export const listAutomations = defineStep({
  name: "list-automations",
  title: "List what runs in the leaver's name",
  section: "hand-over",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["LicenseAssignment.Read.All"],
  chain: 1,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const plans = (await tenant.licences.plansOf(leaver.id)).flatMap((licence) => licence.plans);
    const risks = [
      ...(plans.some(hasFlowPlan) ? [flows] : []),
      ...(plans.some(hasSemanticModelPlan) ? [semanticModels] : []),
    ];
    if (risks.length > 0) return { kind: "reached", shown: { risks } };
    return { kind: "not-applicable", because: "no licence for flows, apps or semantic models" };
  },
});

const flows: Risk = {
  rule: "R-48",
  what: "Flows, apps and connections may be the leaver's: list them in the Power Platform admin center before the account is deleted, add a co-owner, and renew the connections",
};
const semanticModels: Risk = {
  rule: "R-49",
  what: "Semantic models may be the leaver's: take them over in Power BI, as only the owner changes credentials and refresh",
};

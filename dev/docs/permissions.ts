import { steps } from "../../functions/steps.ts";
import { neededPermissions } from "../../shared/domain/needed-permissions.ts";
import { Policy } from "../../shared/domain/policy.ts";
import { demoRules } from "../demo/policy.ts";

/**
 * The Graph application permissions to start with, each once, sorted: what the usual settings and the demo's policy need.
 * What belongs to Exchange and to SharePoint itself is not Graph's.
 */
export function graphPermissions(): readonly string[] {
  const needed = neededPermissions(steps, Policy.parse({ rules: demoRules }), "worldwide");
  return needed.filter(({ service }) => service === "graph").map(({ permission }) => permission);
}

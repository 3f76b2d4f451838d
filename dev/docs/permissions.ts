import { steps } from "../../functions/steps.ts";
import { allPermissions } from "../../shared/domain/step.ts";

/** What opening a case needs before any step runs: the match by employee id. */
const intake = ["User.Read.All"];

/** The Graph application permissions of all steps and of the intake, each once, sorted. What belongs to Exchange and to SharePoint itself is not Graph's. */
export function graphPermissions(): readonly string[] {
  const all = new Set([...intake, ...steps.flatMap(allPermissions)]);
  const ofGraph = [...all].filter((permission) => !/^(Exchange|SharePoint)\./.test(permission));
  // A right to write includes the right to read: to grant both would be one too many.
  return ofGraph.filter((permission) => !all.has(writing(permission))).toSorted();
}

/** The right to write that covers this right to read; nothing for others. */
function writing(permission: string): string {
  return permission.endsWith(".Read.All") ? permission.replace(/\.Read\.All$/, ".ReadWrite.All") : "";
}

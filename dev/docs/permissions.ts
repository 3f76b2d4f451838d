import { steps } from "../../functions/steps.ts";

/** What opening a case needs before any step runs: the match by employee id. */
const intake = ["User.Read.All"];

/** The Graph application permissions of all steps and of the intake, each once, sorted. Exchange's right is not one of Graph's. */
export function graphPermissions(): readonly string[] {
  const all = [...intake, ...steps.flatMap((step) => step.permissions)];
  return [...new Set(all)].filter((permission) => !permission.startsWith("Exchange.")).toSorted();
}

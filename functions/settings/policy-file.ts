import { readFileSync } from "node:fs";
import { z } from "zod";
import { planFaults } from "../../shared/domain/plan.ts";
import { Policy } from "../../shared/domain/policy.ts";
import { contradictions, type PolicyFault } from "../../shared/domain/policy-contradictions.ts";
import type { Step } from "../../shared/domain/step.ts";
import { type Environment, SettingError } from "./require.ts";

/**
 * The customer's policy, from the file that `POLICY_FILE` names, by default `policy.json` beside `host.json`.
 *
 * @throws {SettingError} no such file, no JSON, or a value that makes no sense; all faults at once
 */
export function readPolicy(environment: Environment, steps: readonly Step[]): Policy {
  const file = environment.POLICY_FILE ?? "policy.json";
  const fault = (because: string) => new SettingError("POLICY_FILE", `${file}: ${because}`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw fault(error instanceof SyntaxError ? `is no JSON: ${error.message}` : "cannot be read");
  }
  const parsed = Policy.safeParse(json);
  if (!parsed.success) throw fault(z.prettifyError(parsed.error));
  const faults = [...planFaults(steps, parsed.data), ...contradictions(parsed.data).filter(isError)];
  if (faults.length > 0) throw fault(faults.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  return parsed.data;
}

function isError({ severity }: PolicyFault): boolean {
  return severity === "error";
}

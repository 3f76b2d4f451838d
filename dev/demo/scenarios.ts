import { afterDeletionScenarios } from "./after-deletion-scenarios.ts";
import { intakeScenarios } from "./intake-scenarios.ts";
import { planScenarios } from "./plan-scenarios.ts";
import type { Scenario } from "./scenario.ts";

/** Everybody who leaves in the demo. */
export const scenarios: readonly Scenario[] = [...intakeScenarios, ...planScenarios, ...afterDeletionScenarios];

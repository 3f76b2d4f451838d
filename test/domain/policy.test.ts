import { describe, expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { makePlan, planFaults } from "../../shared/domain/plan.ts";
import { isProtected, Policy, settingsFor } from "../../shared/domain/policy.ts";

const somebody = "0e7b6c1d-2f34-4a5b-8c6d-7e8f90a1b2c3";

function planned(policy: Policy) {
  return makePlan(steps, policy, { settings: settingsFor(policy, {}), cloud: "worldwide" });
}

describe("the policy", () => {
  test("P7: protects whatever the letter case of the id", () => {
    const policy = Policy.parse({ protected: [somebody.toUpperCase()] });

    expect(isProtected(policy, somebody)).toBe(true);
    expect(isProtected(policy, somebody.toUpperCase())).toBe(true);
  });

  test.each([
    ["a misspelt name", { protectd: [somebody] }],
    ["a zone that does not exist", { defaultZone: "Europe/Atlantis" }],
    ["an impossible time", { endOfWork: "24:00" }],
    ["a protected person by name", { protected: ["freja"] }],
  ])("refuses %s", (_, value) => {
    expect(Policy.safeParse(value).success).toBe(false);
  });

  test("leaves a step out with its reason, and says so in the plan", () => {
    const policy = Policy.parse({ skip: { "notify-manager": "the manager is told in person" } });
    const plan = planned(policy);

    expect(plan.steps.find((step) => step.name === "notify-manager")).toMatchObject({
      state: "skipped",
      because: "The policy leaves it out: the manager is told in person",
    });
    expect(plan.hash).not.toBe(planned(Policy.parse({})).hash);
    expect(planned(policy).hash).toBe(plan.hash);
  });

  test("cannot leave out what the lockout rests on, nor a step that does not exist", () => {
    const needed = ["snapshot", "block-sign-in", "revoke-sessions", "revoke-sessions-again", "confirm-lockout"];
    const skip = Object.fromEntries([...needed, "blok-sign-in"].map((name) => [name, "why not"]));

    expect(planFaults(steps, Policy.parse({ skip }))).toHaveLength(6);
  });
});

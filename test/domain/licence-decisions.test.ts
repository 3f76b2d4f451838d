import { expect, test } from "vitest";
import { type LicenceFacts, licenceDecisions } from "../../shared/domain/licence-decisions.ts";
import type { Group } from "../../shared/domain/ports/groups.ts";
import { hasFlowPlan, hasMailboxPlan, hasPhonePlan, hasSemanticModelPlan } from "../../shared/domain/service-plans.ts";

const group = (id: string, differing: Partial<Group> = {}): Group => ({
  id,
  synced: false,
  dynamic: false,
  licences: ["e5"],
  assignableToRole: false,
  restricted: false,
  unified: false,
  mailEnabled: false,
  ...differing,
});
const direct = (skuId: string) => ({ skuId, disabledPlans: [] });
const through = (skuId: string, throughGroup: string) => ({ skuId, throughGroup, disabledPlans: [] });
const plans = [
  { skuId: "e3", plans: ["EXCHANGE_S_ENTERPRISE", "TEAMS1"] },
  { skuId: "e5", plans: ["EXCHANGE_S_ENTERPRISE", "MCOEV"] },
  { skuId: "phone", plans: ["MCOEV", "EXCHANGE_S_FOUNDATION"] },
];

function ways(facts: Partial<LicenceFacts>) {
  const usual = { assignments: [], plans, memberships: [], mailboxKeeps: [], keepsNumber: false };
  return licenceDecisions({ ...usual, ...facts }).map(({ way }) => way);
}

test("R-56: direct by a call, a group's by leaving it, by whoever may write the group", () => {
  const assignments = [direct("e3"), through("e5", "a"), through("phone", "b"), through("e5", "left")];
  const memberships = [group("a"), group("b", { mailEnabled: true })];

  expect(ways({ assignments, memberships })).toEqual(["direct", "graph", "exchange", "follows"]);
});

test("R-29, R-36, R-40: what gives the mailbox stays with the reason, the others go", () => {
  const assignments = [direct("e3"), direct("phone")];
  const mailboxKeeps = ["over 50 GB (R-29)", "on hold (R-29)"];

  expect(ways({ assignments, mailboxKeeps })).toEqual(["keep", "direct"]);
  const facts = { assignments, plans, memberships: [], mailboxKeeps, keepsNumber: false };
  expect(licenceDecisions(facts)[0]?.because).toBe("over 50 GB (R-29); on hold (R-29)");
});

test("R-28: a licence that works and whose plans nobody can see may be the mailbox's", () => {
  expect(ways({ assignments: [direct("unknown")], mailboxKeeps: ["unseen"] })).toEqual(["keep"]);
  const failed = { ...direct("unknown"), error: "CountViolation" };
  expect(ways({ assignments: [failed], mailboxKeeps: ["unseen"] })).toEqual(["direct"]);
});

test("R-51: a number that is kept keeps the licence of the phone", () => {
  expect(ways({ assignments: [direct("e3"), direct("phone")], keepsNumber: true })).toEqual(["direct", "keep"]);
});

test("R-56: a group goes as a whole", () => {
  const assignments = [through("e5", "a"), through("phone", "a"), through("phone", "b")];
  const memberships = [group("a"), group("b")];

  expect(ways({ assignments, memberships, mailboxKeeps: ["shared"] })).toEqual(["keep", "keep", "graph"]);
});

test.each([{ synced: true }, { dynamic: true }, { assignableToRole: true }, { restricted: true }])(
  "R-57: %j is not for this application: kept, as a task",
  (differing) => {
    const facts = { plans, mailboxKeeps: [], keepsNumber: false };
    const [decision] = licenceDecisions({
      ...facts,
      assignments: [through("e5", "a")],
      memberships: [group("a", differing)],
    });
    expect(decision).toMatchObject({ way: "keep", task: true, because: expect.stringMatching(/R-57/) });
  },
);

test("service plans are told by name, with the endings of other clouds", () => {
  expect(["EXCHANGE_S_ENTERPRISE_GOV", "EXCHANGE_S_ARCHIVE_ADDON", "EXCHANGE_S_DESKLESS"].every(hasMailboxPlan)).toBe(
    true,
  );
  expect(["EXCHANGE_S_FOUNDATION", "EXCHANGE_S_FOUNDATION_GOV", "TEAMS1"].some(hasMailboxPlan)).toBe(false);
  expect([hasPhonePlan("MCOEV_GOV"), hasPhonePlan("MCOSTANDARD")]).toEqual([true, false]);
  expect([hasFlowPlan("FLOW_O365_P2"), hasFlowPlan("POWERAPPS_O365_P3"), hasFlowPlan("TEAMS1")]).toEqual([
    true,
    true,
    false,
  ]);
  expect([hasSemanticModelPlan("BI_AZURE_P2"), hasSemanticModelPlan("TEAMS1")]).toEqual([true, false]);
});

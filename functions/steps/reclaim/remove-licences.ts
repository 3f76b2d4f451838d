import { z } from "zod";
import { carriedRisks } from "../../../shared/domain/carried-risks.ts";
import { stepRecord } from "../../../shared/domain/case.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { type LicenceDecision, licenceDecisions } from "../../../shared/domain/licence-decisions.ts";
import { mailboxFacts } from "../../../shared/domain/mailbox-facts.ts";
import { mailboxKeepsLicence } from "../../../shared/domain/mailbox-keeps-licence.ts";
import { Risk, Seat } from "../../../shared/domain/risk.ts";
import { hasMailboxPlan, hasPhonePlan } from "../../../shared/domain/service-plans.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Decision = z.object({
  skuId: z.string(),
  throughGroup: z.string().optional(),
  disabledPlans: z.array(z.string()),
  error: z.string().optional(),
  way: z.enum(["keep", "direct", "graph", "exchange", "follows"]),
  because: z.string().optional(),
  task: z.boolean().optional(),
  /** Needed for a phone. */
  phone: z.boolean(),
});
type Decision = z.infer<typeof Decision>;
const Shown = z.object({
  licences: z.array(Decision),
  /** Seats of the company at this moment, of the leaver's SKUs. */
  counts: z.array(z.object({ skuId: z.string(), bought: z.number(), used: z.number() })),
  seats: z.array(Seat),
  risks: z.array(Risk),
});
type Shown = z.infer<typeof Shown>;

/**
 * Takes the licences away: direct ones by a call, a group's by leaving the group, and counts what the assignments show,
 * not what the calls answer. Whatever the mailbox needs stays. An account that is going to be deleted
 * keeps its licences until then (FACT-11, R-27).
 */
export const removeLicences = defineStep({
  name: "remove-licences",
  title: "Remove licences",
  section: "reclaim",
  needs: [
    "snapshot",
    "hold-mailbox",
    "request-export",
    "cancel-meetings",
    "convert-mailbox",
    "share-drive",
    "copy-drive",
    "unassign-phone-numbers",
    "leave-call-queues",
    "remove-group-memberships",
  ],
  after: ["block-sign-in"],
  destructive: true,
  // The guard looks at phone numbers only where unassign-phone-numbers is in the plan, and with its permission.
  permissions: [
    "Directory.Read.All",
    "LicenseAssignment.ReadWrite.All",
    "GroupMember.ReadWrite.All",
    "MailboxSettings.Read",
    "Exchange.ManageAsApp",
  ],
  chain: 12,
  // The service processes groups in the background: minutes, in a large tenant hours. To ask it for that would take
  // User.ReadWrite.All, a right over every account.
  deadlineMs: 4 * 3_600_000,
  shows: Shown,

  leftOut({ settings }) {
    if (settings.licences === "keep") return "The policy keeps the licences";
    return settings.end === "living-account"
      ? undefined
      : "The account keeps its licences until it is deleted, which frees them (FACT-11, R-27)";
  },

  async observe(input) {
    const licences = await decisions(input);
    const counts = await countsOf(licences, input);
    const left = licences.filter(({ way }) => way !== "keep");
    const shown = { licences, counts, seats: seatsOf(licences, input.before), risks: risksOf(licences, input) };
    return { kind: left.length === 0 ? "reached" : "different", shown };
  },

  /** R-51, FACT-14: a number that is still there would be released in an uncontrolled way. */
  async guard({ leaver, steps, tenant }, { licences }) {
    const phone = licences.some((licence) => licence.phone && licence.way !== "keep");
    // Left out: by the policy, which then keeps the licence, or because this cloud cannot tell.
    if (!phone || stepRecord(steps, "unassign-phone-numbers")?.state === "skipped") return undefined;
    if ((await tenant.telephony.numbersOf(leaver.id)).length === 0) return undefined;
    const because = "The leaver has a phone number again: unassign it in the Teams admin center, then resume (R-51)";
    return { kind: "person", because };
  },

  async change({ leaver, tenant }, { licences }) {
    const by = (way: Decision["way"]) => licences.filter((licence) => licence.way === way);
    const groups = (way: "graph" | "exchange") => new Set(by(way).flatMap(({ throughGroup }) => throughGroup ?? []));
    await tenant.licences.removeDirect(
      leaver.id,
      by("direct").map(({ skuId }) => skuId),
    );
    await inTurns([...groups("graph")], async (id) => await tenant.groups.removeMember(id, leaver.id));
    await inTurns([...groups("exchange")], async (id) => await tenant.distributionLists.removeMember(id, leaver.id));
  },

  async undo({ leaver, tenant }, { licences }) {
    const groups = (way: Decision["way"]) =>
      new Set(licences.flatMap((licence) => (licence.way === way ? (licence.throughGroup ?? []) : [])));
    await tenant.licences.assignDirect(
      leaver.id,
      licences.filter(({ way }) => way === "direct"),
    );
    await inTurns([...groups("graph")], async (id) => await tenant.groups.addMember(id, leaver.id));
    await inTurns([...groups("exchange")], async (id) => await tenant.distributionLists.addMember(id, leaver.id));
  },

  /** A licence that came with a group counts by its SKU: the group may give another one by now, or be gone. */
  isBack({ licences }, wanted) {
    const removed = wanted.licences.filter(({ way }) => way === "direct" || way === "graph" || way === "exchange");
    return removed.every(({ skuId }) => licences.some((licence) => licence.skuId === skuId));
  },
});

async function decisions(input: StepInput): Promise<Decision[]> {
  const { leaver, tenant, settings } = input;
  const assignments = await tenant.licences.assignmentsOf(leaver.id);
  if (assignments.length === 0) return [];
  const throughGroups = assignments.some(({ throughGroup }) => throughGroup !== undefined);
  const [plans, memberships] = await Promise.all([
    tenant.licences.plansOf(leaver.id),
    throughGroups ? tenant.groups.membershipsOf(leaver.id) : [],
  ]);
  const mailbox = plans.length === 0 || plans.some((licence) => licence.plans.some(hasMailboxPlan));
  const mailboxKeeps = mailbox ? mailboxKeepsLicence(await mailboxFacts(input)) : [];
  const keepsNumber = settings.phoneNumber === "keep";
  const phones = plans.filter((licence) => licence.plans.some(hasPhonePlan)).map(({ skuId }) => skuId);
  return licenceDecisions({ assignments, plans, memberships, mailboxKeeps, keepsNumber }).map(
    ({ disabledPlans, ...decision }: LicenceDecision) => ({
      ...decision,
      disabledPlans: [...disabledPlans],
      phone: phones.includes(decision.skuId),
    }),
  );
}

async function countsOf(licences: readonly Decision[], { before, tenant }: StepInput): Promise<Shown["counts"]> {
  const mine = new Set([...licences, ...earlier(before)].map(({ skuId }) => skuId));
  if (mine.size === 0) return [];
  return (await tenant.licences.seats()).filter(({ skuId }) => mine.has(skuId));
}

/** A seat is used once, however often its licence is assigned. */
function seatsOf(licences: readonly Decision[], before: unknown): Seat[] {
  const now = Map.groupBy(licences, ({ skuId }) => skuId);
  const freed = [...new Set(earlier(before).map(({ skuId }) => skuId))].filter((skuId) => !now.has(skuId));
  const kept = [...now].map(([skuId, those]): Seat => {
    const because = [...new Set(those.map((licence) => licence.because ?? "it is not removed yet"))].join("; ");
    return { skuId, state: "kept", because };
  });
  return [...freed.map((skuId): Seat => ({ skuId, state: "freed" })), ...kept];
}

function earlier(before: unknown): readonly Decision[] {
  return Shown.safeParse(before).data?.licences ?? [];
}

function risksOf(licences: readonly Decision[], { before, steps, settings }: StepInput): Risk[] {
  const tasks = licences
    .filter(({ task }) => task === true)
    .map(({ because = "", throughGroup }): Risk => {
      const objectId = throughGroup === undefined ? {} : { objectId: throughGroup };
      return { rule: "R-57", what: `A licence stays: ${because}`, ...objectId };
    });
  const unseen = stepRecord(steps, "unassign-phone-numbers")?.state === "skipped" && settings.phoneNumber !== "keep";
  const phone = licences.some((licence) => licence.phone && licence.way !== "keep");
  const number = { rule: "REQ-56", what: "A phone number of the leaver could not be looked for: free it by hand" };
  return carriedRisks(before, [...tasks, ...(unseen && phone ? [number] : [])]);
}

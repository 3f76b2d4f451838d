import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { custodianOf, nobodyTakesOver } from "../../../shared/domain/custodian.ts";
import {
  HeldThings,
  heldNow,
  holdInTheWay,
  holdsThatCameLate,
  PauseByHold,
  pausedBy,
} from "../../../shared/domain/deletion-holds.ts";
import { freeSeat, savings } from "../../../shared/domain/free-seats.ts";
import { epochMs, Instant, instant, LeaverId } from "../../../shared/domain/ids.ts";
import { mailboxFacts } from "../../../shared/domain/mailbox-facts.ts";
import { anchorsMailbox } from "../../../shared/domain/mailbox-keeps-licence.ts";
import type { Policy } from "../../../shared/domain/policy.ts";
import { Cost, Risk, Seat } from "../../../shared/domain/risk.ts";
import { defineStep, type Hindrance, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Undefined while the account is alive. */
  deletedAt: Instant.optional(),
  /** When the directory removes it for good (FACT-10). */
  purgedAt: Instant.optional(),
  /** SKUs that the account has, or had right before its deletion, which frees their seats. */
  licences: z.array(z.string()),
  /** Who was the manager right before the deletion: nobody can look it up afterwards. */
  managerId: LeaverId.optional(),
  /** A hold that stood in the way. */
  pause: PauseByHold.optional(),
  things: HeldThings.optional(),
  seats: z.array(Seat),
  costs: z.array(Cost),
  risks: z.array(Risk),
});

const dayMs = 86_400_000;

/**
 * Deletes the account: the last act, because it starts clocks that cannot be stopped. Everything worth keeping was seen
 * kept (the plan, REQ-58), a person has approved (the policy), and nothing of R-60 stands in the way now (the guard).
 */
export const deleteAccount = defineStep({
  name: "delete-account",
  title: "Delete the account",
  section: "end",
  needs: ["confirm-lockout"],
  needsSections: ["devices", "preserve", "hand-over", "remove-rights"],
  permissions: [
    "User.Read.All",
    "User.DeleteRestore.All",
    "MailboxSettings.Read",
    "Files.Read.All",
    "Exchange.ManageAsApp",
    "SharePoint.Sites.FullControl.All",
  ],
  chain: 16,
  destructive: true,
  settleMs: 60_000,
  shows: Shown,

  leftOut({ settings }) {
    return settings.end === "living-account" ? "The account stays as a blocked anchor (R-37)" : undefined;
  },

  async observe(input) {
    const { leaver, before, policy, tenant, clock } = input;
    const deleted = await tenant.deletedAccounts.find(leaver.id);
    if (deleted !== undefined) {
      const { things = {} } = Shown.safeParse(before).data ?? {};
      const late = await holdsThatCameLate(input, things, deleted.purgedAt);
      const gave = freed(before, policy);
      return { kind: "reached", shown: { ...deleted, ...gave, risks: [...gave.risks, ...late] } };
    }
    // Neither alive nor in the bin is for a person: nobody knows what became of the mailbox.
    const [{ licences, managerId }, { held, things }] = await Promise.all([
      tenant.directory.account(leaver.id),
      heldNow(input),
    ]);
    const skuIds = [...new Set(licences.map(({ skuId }) => skuId))];
    const last = Shown.safeParse(stepRecord(input.steps, "delete-account")?.evidence).data;
    const pause = pausedBy(last?.pause, held, clock.now());
    const facts = { licences: skuIds, ...(managerId && { managerId }), ...(pause && { pause }), things };
    const shown = { ...facts, seats: [], costs: [], risks: [] };
    return { kind: "different", shown, because: "the account is still there" };
  },

  deletesAt: ({ case: record, settings }) => dueAt(record, settings),

  async guard(input, { pause }) {
    // The waiting time comes first: it may last for weeks, and what is looked at before it says little about its end.
    const waits = (await masteredElsewhere(input)) ?? tooEarly(input);
    return waits ?? (await anchor(input)) ?? (await nobodyTold(input)) ?? (await holdInTheWay(input, pause));
  },

  async change(input, { pause }) {
    // Once more, at the last moment: what is placed after this look finds the deletion begun.
    const hindrance = await holdInTheWay(input, pause);
    if (hindrance === undefined) await input.tenant.deletedAccounts.delete(input.leaver.id);
    return hindrance;
  },

  async undo({ leaver, tenant }) {
    await tenant.deletedAccounts.restore(leaver.id);
  },
});

/** What the deletion gave back, from what stood there before it. */
function freed(before: unknown, policy: Policy) {
  const licences = Shown.safeParse(before).data?.licences ?? [];
  return {
    licences,
    seats: licences.map((skuId): Seat => ({ skuId, state: "freed" })),
    costs: licences.flatMap((skuId) => savings(skuId, policy)),
    risks: licences.map((skuId) => freeSeat(skuId, policy)),
  };
}

async function masteredElsewhere({ leaver, tenant }: StepInput): Promise<Hindrance | undefined> {
  const { masteredOnPremises } = await tenant.directory.account(leaver.id);
  if (!masteredOnPremises) return undefined;
  return {
    kind: "person",
    because: "Delete the account in Active Directory, wait for the sync, then resume (R-61, REQ-61)",
  };
}

function tooEarly({ case: record, settings, clock }: StepInput): Hindrance | undefined {
  const until = dueAt(record, settings);
  if (until <= clock.now()) return undefined;
  return { kind: "wait", until, because: `the waiting time of the policy ends at ${until} (R-60)` };
}

/** When the waiting time of the policy is over. */
function dueAt(record: StepInput["case"], { deleteAfterDays }: StepInput["settings"]): Instant {
  return instant(epochMs(record.startedAt ?? record.openedAt) + deleteAfterDays * dayMs);
}

/** Deleting the account behind a shared or forwarding mailbox deletes that mailbox (R-37, REQ-27). */
async function anchor(input: StepInput): Promise<Hindrance | undefined> {
  const [because] = anchorsMailbox(await mailboxFacts(input));
  return because === undefined ? undefined : { kind: "person", because: `The account stays: ${because}` };
}

/** The service starts the OneDrive's clock and tells nobody when there is nobody: so there has to be somebody (REQ-40, R-43). */
async function nobodyTold(input: StepInput): Promise<Hindrance | undefined> {
  const custodian = await custodianOf(input);
  return custodian === undefined ? { kind: "person", because: nobodyTakesOver } : undefined;
}

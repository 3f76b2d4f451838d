import { z } from "zod";
import { type Deletion, deletionOf, restored } from "../../../shared/domain/deletion-of.ts";
import { heirOf, withoutHeir } from "../../../shared/domain/former-manager.ts";
import { epochMs, Instant, instant, LeaverId } from "../../../shared/domain/ids.ts";
import { mayOpen, noDrive, placeIn, placeOrStop } from "../../../shared/domain/left-drive.ts";
import type { LeftDrive } from "../../../shared/domain/ports/left-drives.ts";
import { retentionCall } from "../../../shared/domain/retention-calls.ts";
import { RetentionClocks, retentionClocks } from "../../../shared/domain/retention-clocks.ts";
import { callReasons, RetentionMemory, remembered, withCalls } from "../../../shared/domain/retention-memory.ts";
import { DueNotice, noticesDue } from "../../../shared/domain/retention-notices.ts";
import { retentionRisks, unreportedCosts } from "../../../shared/domain/retention-report.ts";
import * as watch from "../../../shared/domain/retention-watch.ts";
import { Cost, Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type Observation, type StepInput } from "../../../shared/domain/step.ts";
import { tell, wasTold } from "../../../shared/notices/left-drive-notices.ts";
import { sendsNotice } from "../../../shared/notices/send-notice.ts";

const Shown = z.object({
  deletedAt: Instant,
  purgedAt: Instant,
  retentionDays: z.int(),
  /** Null: not known, which counts as held. */
  onHold: z.boolean().nullable(),
  /** Who takes over now. */
  custodian: LeaverId.optional(),
  clocks: RetentionClocks,
  memory: RetentionMemory,
  notices: z.array(DueNotice),
  /** Who has to be given access. */
  access: LeaverId.optional(),
  calls: z.array(z.enum(callReasons)),
  /** Since when it is in the bin of deleted sites. */
  recycledAt: Instant.optional(),
  costs: z.array(Cost),
  risks: z.array(Risk),
});
type Shown = z.infer<typeof Shown>;
type Deleted = Extract<Deletion, { kind: "deleted" }>;

const minuteMs = 60_000;

/**
 * Follows a OneDrive that is left until it is seen in the bin: nothing is taken for granted (REQ-46 to REQ-50). Every look reads
 * the tenant's value, the hold and the custodian again: who takes over later gets access and the notices as well,
 * the second notice goes out seven days before the end, wherever the end moves, and a hold pauses it all.
 */
export const watchLeftDrive = defineStep({
  name: "watch-left-drive",
  title: "Follow the OneDrive that is left to its end",
  section: "retention",
  kinds: ["leaver", "retention"],
  needs: ["find-left-drive"],
  after: ["share-left-drive"],
  permissions: [
    "User.Read.All",
    "SharePoint.Sites.FullControl.All",
    "SharePointTenantSettings.Read.All",
    "Mail.Send",
    "Mail.ReadBasic.All",
  ],
  chain: 10,
  ...sendsNotice,
  noWayBack: "Notices were sent; whoever took over later keeps access to the OneDrive until somebody takes it away",
  shows: Shown,

  async observe(input) {
    const { tenant, settings, clock } = input;
    const place = placeIn(input);
    if (place === undefined) return noDrive;
    const deletion = await deletionOf(input);
    if (deletion.kind !== "deleted") return restored;
    const [left, retentionDays, heir] = await Promise.all([
      tenant.leftDrives.look(place),
      tenant.drives.retentionDays(),
      withoutHeir(settings) === undefined ? heirOf(input) : undefined,
    ]);
    const facts = { ...deletion, retentionDays, custodian: heir?.id, now: clock.now() };
    return left.kind === "there" ? await followed(left, facts, input) : await ended(left, facts, input);
  },

  async guard({ settings }, { calls, deletedAt, memory }) {
    if (calls.length === 0) return undefined;
    const { keepAtMostDays } = settings.drive;
    const facts = { deletedAt, endsAt: memory.endsAt, ...(keepAtMostDays !== undefined && { keepAtMostDays }) };
    return { kind: "person", because: calls.map((why) => retentionCall(why, facts)).join(" · ") };
  },

  async change(input, shown) {
    const { notices, access, memory } = shown;
    const { tenant, clock } = input;
    const left = await tenant.leftDrives.look(placeOrStop(input));
    const drive = left.kind === "there" ? left.drive : undefined;
    if (access !== undefined && drive !== undefined) await tenant.drives.addAdministrator(drive, access);
    for (const notice of notices) await tell(notice, shown, drive?.address, input);
    const at = clock.now();
    const told = notices.map(({ kind, occasion, to }) => ({ kind, occasion, to, at }));
    const granted = access === undefined ? [] : [{ to: access, at, seen: false }];
    const next = { ...memory, told: [...memory.told, ...told], granted: [...memory.granted, ...granted] };
    const until = instant(epochMs(at) + minuteMs);
    const because = "what was due is on its way";
    return { kind: "wait", until, because, shown: { ...shown, notices: [], access: undefined, memory: next } };
  },
});

type Facts = Deleted & { retentionDays: number; custodian: LeaverId | undefined; now: Instant };

/** It is there: what is due, and when to look again. */
async function followed(
  { drive, state }: Extract<LeftDrive, { kind: "there" }>,
  facts: Facts,
  input: StepInput,
): Promise<Observation<Shown>> {
  const { now, custodian, deletedAt, retentionDays } = facts;
  const before = watch.memoryIn(input);
  const held = state.onHold !== false;
  const included = custodian !== undefined && (await mayOpen(drive.address, custodian, input));
  const seen = watch.withAccessSeen(remembered(before, { now, held, deletedAt, retentionDays }), custodian, included);
  const { memory, notices } = await unsent(seen, facts, before.endsAt, input);
  const access = custodian && watch.needsAccess(custodian, included, memory, input) ? custodian : undefined;
  const isBusy = notices.length > 0 || access !== undefined;
  const { keepAtMostDays } = input.settings.drive;
  const silent = custodian === undefined && watch.nobodyElseCalls(input);
  const calls = isBusy ? [] : watch.callsDue(memory, { now, deletedAt, keepAtMostDays, heir: custodian, silent });
  const lookedAt = { usedBytes: drive.usedBytes, retentionDays, held };
  const { clocks, costs } = retentionClocks(input, facts, lookedAt);
  const shown: Shown = {
    ...core(facts, state.onHold ?? null),
    clocks,
    memory: withCalls(memory, calls, now),
    notices: [...notices],
    ...(access && { access }),
    calls: [...calls],
    costs: unreportedCosts(costs, input),
    risks: retentionRisks(clocks, state.onHold),
  };
  const because = held ? "paused: a hold covers the OneDrive, or nobody knows (R-35)" : "the OneDrive is still there";
  // What was learned now is on the ledger before it is told, so that a repetition tells the same.
  if (before.heldSince !== seen.heldSince || before.liftedAt !== seen.liftedAt)
    return { kind: "different", shown: { ...shown, notices: [], calls: [] }, because, lookAgainAt: now };
  if (isBusy || calls.length > 0) return { kind: "different", shown, because };
  const byValue = watch.endByValue(deletedAt, retentionDays);
  return { kind: "different", shown, because, lookAgainAt: watch.lookAgainAt(memory, { now, byValue }) };
}

/** It is in the bin, or gone: whoever was not told a second time is told late. */
async function ended(
  left: Exclude<LeftDrive, { kind: "there" }>,
  facts: Facts,
  input: StepInput,
): Promise<Observation<Shown>> {
  const { custodian: to, deletedAt, retentionDays, now } = facts;
  const memory = watch.memoryIn(input);
  const { clocks } = retentionClocks(input, facts);
  const shown: Shown = { ...core(facts, false), clocks, memory, notices: [], calls: [], costs: [], risks: [] };
  if (left.kind === "gone") return { kind: "reached", shown };
  const recycled = { ...shown, recycledAt: left.since };
  const byValue = watch.endByValue(deletedAt, retentionDays);
  if (watch.firstIsMoving(input)) {
    const lookAgainAt = instant(epochMs(now) + 10 * minuteMs);
    return { kind: "different", shown: recycled, because: "the first notice is on its way", lookAgainAt };
  }
  const missed = watch.missedNotice(memory, { to, since: left.since, byValue });
  if (missed === undefined || memory.told.some((told) => told.occasion === missed.occasion))
    return { kind: "reached", shown: recycled };
  if (await wasTold(missed, input)) return { kind: "reached", shown: recycled };
  const late = { ...recycled, memory: { ...memory, liftedAt: left.since }, notices: [missed] };
  return { kind: "different", shown: late, because: "nobody was told the last time" };
}

function core({ deletedAt, purgedAt, retentionDays, custodian }: Facts, onHold: boolean | null) {
  return { deletedAt, purgedAt, retentionDays, onHold, ...(custodian && { custodian }) };
}

/** Notices that are due, without those that an attempt before this one sent. */
async function unsent(
  memory: RetentionMemory,
  { custodian, now }: Facts,
  before: Instant | undefined,
  input: StepInput,
): Promise<{ memory: RetentionMemory; notices: readonly DueNotice[] }> {
  const operator = LeaverId.optional().parse(input.policy.fallbackContact);
  const readers = { custodian, operator, firstElsewhere: watch.firstIsElsewhere(input) };
  const due = noticesDue(memory, readers, { now, before });
  const sent = await Promise.all(due.map((notice) => wasTold(notice, input)));
  const told = due.flatMap(({ kind, occasion, to }, index) => (sent[index] ? [{ kind, occasion, to, at: now }] : []));
  return { memory: { ...memory, told: [...memory.told, ...told] }, notices: due.filter((_, index) => !sent[index]) };
}

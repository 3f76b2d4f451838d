import { endedByStart, readyBeforeStart } from "./before-start.ts";
import type { CaseRecord, Departure, StepRecord } from "./case.ts";
import { type LedgerPorts, sendPromised } from "./commit.ts";
import { hashOf, randomName } from "./hash.ts";
import { CaseId, epochMs, type Instant, instant } from "./ids.ts";
import { keyOf, type OpenPorts, type Verdict } from "./intake.ts";
import { eventMessage, stepMessage } from "./messages.ts";
import { makePlan, type Plan } from "./plan.ts";
import { settingsFor } from "./policy.ts";
import type { Account } from "./ports/directory.ts";
import type { HrEvent, HrRecord } from "./ports/hr-records.ts";
import { readySteps } from "./progress.ts";
import { watchMs } from "./rearm.ts";
import { waveBefore } from "./wave.ts";

/** What a new case is made of. */
export interface Opening {
  readonly event: HrEvent;
  readonly record: HrRecord | undefined;
  readonly departure: Departure | undefined;
  readonly leaver: Account;
  readonly insteadOf: CaseId | undefined;
}

/** Opens the case of a leaver with its plan frozen: running, waiting for its time, or waiting for a person. */
export async function createCase(opening: Opening, ports: OpenPorts): Promise<Verdict> {
  const now = ports.clock.now();
  const wave = await waveBefore(ports);
  const stopped = wave !== undefined && ports.policy.breaker.lockout === "stop";
  const unproven = ports.hr.needApproval?.has(opening.event.source) === true;
  const status = stopped || unproven ? "proposed" : statusOf(opening, now);
  const settings = settingsFor(ports.policy, { ...opening.record, userType: opening.leaver.kind });
  const plan = makePlan(ports.steps, ports.policy, { settings, cloud: ports.cloud });
  return await openNew(
    {
      kind: "leaver",
      status,
      leaverId: opening.leaver.id,
      userType: opening.leaver.kind,
      source: opening.event.source,
      employeeRef: opening.event.employeeRef,
      employmentKey: keyOf(opening.event, opening.record),
      acceptedAt: opening.event.receivedAt,
      settings,
      because: stopped ? wave : unproven ? cannotSign : becauseOf(status, opening.departure),
      ...(opening.departure && { departure: opening.departure }),
    },
    plan,
    { insteadOf: opening.insteadOf, actor: "leaver" },
    ports,
  );
}

/** What a new case knows of itself; the rest comes from its opening. */
export type NewCase = Omit<
  CaseRecord,
  | "caseId"
  | "version"
  | "openedAt"
  | "startedAt"
  | "wakeAt"
  | "dueKey"
  | "planHash"
  | "revision"
  | "seq"
  | "head"
  | "follows"
>;

/**
 * Claims the person, puts the index entries, and writes the case last: a process that dies in between leaves only hints,
 * and whoever comes next with the same person finds the claim and opens the case under the id that was claimed.
 */
export async function openNew(
  made: NewCase,
  plan: Plan,
  by: { readonly insteadOf: CaseId | undefined; readonly actor: string },
  ports: LedgerPorts & Pick<OpenPorts, "subjects" | "caseList" | "policy">,
): Promise<Verdict> {
  const now = ports.clock.now();
  const proposed = CaseId.parse(`case-${randomName()}`);
  const caseId = await ports.subjects.claim(made.leaverId, proposed, by.insteadOf);
  // Claimed by a process that died before it opened the case: which one comes before stands in the claim.
  const follows = caseId === proposed ? by.insteadOf : await ports.subjects.heldBefore(made.leaverId);
  const wakeAt = wakeAtOf(made.status, made.departure, now);
  const dueKey = wakeAt && (await ports.due.put(wakeAt, { kind: "case", caseId }));
  await ports.caseList.add(caseId, now, made.kind);
  const begun = begunSteps(plan.steps, made.status, now);
  const ready = begun.filter(({ state }) => state === "ready");
  const record: Omit<CaseRecord, "seq" | "head"> = {
    ...made,
    caseId,
    version: 1,
    openedAt: now,
    planHash: plan.hash,
    revision: 1,
    ...(follows && { follows }),
    ...(made.status === "running" && { startedAt: now }),
    ...(wakeAt && { wakeAt }),
    ...(dueKey && { dueKey }),
  };
  const send = [...ready.map((step) => stepMessage(caseId, step)), ...eventsOf(record, now)];
  const file = await ports.ledger.open(record, {
    steps: plan.steps.map((step) => begun.find((one) => one.name === step.name) ?? step),
    audit: {
      actor: by.actor,
      what: "case.opened",
      because: record.because,
      details: {
        source: record.source,
        planHash: plan.hash,
        policy: hashOf(ports.policy),
        departure: record.departure,
      },
    },
    send,
  });
  if (file === undefined) return await opened(caseId, dueKey, ports);
  await sendPromised(file, send, ports);
  return { bucket: "opened", caseId, because: record.because ?? "" };
}

/** The steps that do not stand any more as the plan has them. */
function begunSteps(steps: readonly StepRecord[], status: CaseRecord["status"], now: Instant): readonly StepRecord[] {
  if (status === "scheduled") return readyBeforeStart(steps, now);
  if (status !== "running") return [];
  // Left out like what the policy leaves out: no row of the history speaks of them.
  const because = "the notice came too late to announce the last day";
  const tooLate = endedByStart(steps, now, because).map(({ finishedAt: _, ...step }) => ({ ...step, generation: 0 }));
  const others = steps.map((step) => tooLate.find((one) => one.name === step.name) ?? step);
  return [...tooLate, ...readySteps(others, now)];
}

/** Another delivery opened the case at the same moment: the entry that we put is one too many, unless it is the same. */
async function opened(caseId: CaseId, dueKey: string | undefined, ports: LedgerPorts): Promise<Verdict> {
  const winner = await ports.ledger.load(caseId);
  if (dueKey !== undefined && winner?.record.dueKey !== dueKey) await ports.due.remove(dueKey);
  return { bucket: "joined", caseId, because: "another delivery opened the case at the same moment" };
}

function statusOf({ record, departure }: Opening, now: Instant): "proposed" | "scheduled" | "running" {
  if (record === undefined || departure === undefined) return "proposed";
  return departure.startAt > now ? "scheduled" : "running";
}

function wakeAtOf(status: string, departure: Departure | undefined, now: Instant): Instant | undefined {
  if (status === "running") return instant(epochMs(now) + watchMs);
  return status === "scheduled" ? departure?.startAt : undefined;
}

const cannotSign = "the source cannot sign its notices: a person must start or cancel this case";

function becauseOf(status: string, departure: Departure | undefined): string {
  if (status === "proposed") return "the source cannot be read again: a person must start or cancel this case";
  if (status === "scheduled") return `starts at ${departure?.startAt}`;
  return departure?.late ? "steps are running; the notice came after the last day" : "steps are running";
}

function eventsOf(record: Omit<CaseRecord, "seq" | "head">, at: Instant) {
  const late = record.departure?.late === true ? [eventMessage(record, "case.late", at)] : [];
  return [eventMessage(record, "case.opened", at), ...late];
}

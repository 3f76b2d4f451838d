import { type CaseFile, type CaseRecord, type Departure, isClosed, isMoving } from "./case.ts";
import { type Command, pause, revise, start } from "./commands.ts";
import { changeFile, flushOutbox, sendPromised } from "./commit.ts";
import { departureOf } from "./departure-of.ts";
import { hashOf, randomName } from "./hash.ts";
import { CaseId, epochMs, type Instant, instant } from "./ids.ts";
import { eventMessage, stepMessage } from "./messages.ts";
import { employmentKey, makePlan } from "./plan.ts";
import { isProtected, type Policy } from "./policy.ts";
import type { Account, Directory } from "./ports/directory.ts";
import type { HrEvent, HrRecord, HrRecords } from "./ports/hr-records.ts";
import type { Bucket } from "./ports/inbox.ts";
import type { CaseList, Change, Subjects } from "./ports/ledger.ts";
import { readySteps } from "./progress.ts";
import { type DuePorts, rearm, watchMs } from "./rearm.ts";
import type { Step } from "./step.ts";
import { rescinded } from "./wake-case.ts";

export interface OpenPorts extends DuePorts {
  readonly subjects: Subjects;
  readonly caseList: CaseList;
  readonly hr: HrRecords;
  readonly directory: Pick<Directory, "findByEmployeeId">;
  readonly policy: Policy;
  readonly steps: readonly Step[];
}

/** What became of one event: exactly one bucket (I8). */
export interface Verdict {
  readonly bucket: Bucket;
  readonly caseId: CaseId | undefined;
  readonly because: string;
}

const refused = (because: string): Verdict => ({ bucket: "refused", caseId: undefined, because });

/**
 * Turns one verified event into a case: reads the person again at the source, matches by employee id and object id
 * refuses protected people (P7), joins or revises the case there is, or opens one with its plan frozen.
 *
 * @throws {TryLaterError} the source or the directory does not answer: nothing was opened, ask again later
 */
export async function openCase(event: HrEvent, ports: OpenPorts): Promise<Verdict> {
  const readable = ports.hr.canRead(event.source);
  const record = readable ? await ports.hr.read(event.source, event.employeeRef) : undefined;
  if (readable && record === undefined) return refused("the source does not know this employee");
  const leaver = await match(record?.employeeId ?? event.employeeRef, record?.objectId, ports);
  if ("refused" in leaver) return refused(leaver.refused);
  if (isProtected(ports.policy, leaver.account.id) || leaver.account.resourceAccount) {
    ports.log({ event: "security-protected-person-named", source: event.source });
    return refused("the person is protected, or the account is no person");
  }
  const existing = await openCaseOf(leaver.account, ports);
  if (record !== undefined && record.departure === undefined) return await staying(existing, ports);
  const departure = record?.departure && departureFor(event, record, record.departure, ports);
  if (existing !== undefined && goesOn(existing, event, record, departure))
    return await join(existing, event, departure, ports);
  return await open({ event, record, departure, leaver: leaver.account, insteadOf: existing?.record.caseId }, ports);
}

async function match(
  employeeId: string,
  objectId: string | undefined,
  ports: OpenPorts,
): Promise<{ readonly account: Account } | { readonly refused: string }> {
  const [account, ...others] = await ports.directory.findByEmployeeId(employeeId);
  if (account === undefined) return { refused: "no account of the directory has this employee id" };
  if (others.length > 0) return { refused: "several accounts of the directory have this employee id" };
  if (objectId !== undefined && objectId.toLowerCase() !== account.id) {
    return { refused: "employee id and object id name different people" };
  }
  return { account };
}

function departureFor(
  event: HrEvent,
  record: HrRecord,
  end: NonNullable<HrRecord["departure"]>,
  ports: OpenPorts,
): Departure {
  const departure = departureOf(end, record, ports.policy, event.receivedAt);
  // The record says that the person leaves; the event says that access ends now, whatever the date.
  if (event.kind !== "access.revoke-now" || departure.startAt <= event.receivedAt) return departure;
  return { ...departure, startAt: event.receivedAt };
}

/** The case that holds the person; a holder without a case is a process that died while opening, and is taken over. */
async function openCaseOf(account: Account, ports: OpenPorts): Promise<CaseFile | undefined> {
  const holder = await ports.subjects.holder(account.id);
  return holder === undefined ? undefined : await ports.ledger.load(holder);
}

/**
 * An open case, or an ended one about the same employment; a cancelled case does not stop a new one. Each source names an
 * employment in its own way, so the same last day of the same person is the same end, whichever source tells it.
 */
function goesOn(
  { record: existing }: CaseFile,
  event: HrEvent,
  record: HrRecord | undefined,
  departure: Departure | undefined,
): boolean {
  if (!isClosed(existing.status)) return true;
  const sameEnd = departure !== undefined && existing.departure?.date === departure.date;
  return existing.status === "done" && (sameEnd || existing.employmentKey === keyOf(event, record));
}

function keyOf(event: HrEvent, record: HrRecord | undefined): string {
  return employmentKey(event.source, record?.employeeId ?? event.employeeRef, record?.employmentId ?? "");
}

async function staying(existing: CaseFile | undefined, ports: OpenPorts): Promise<Verdict> {
  const because = "the HR record does not show an end of this employment";
  if (existing === undefined || isClosed(existing.record.status)) return refused(because);
  const command = { actor: "leaver", because, at: ports.clock.now() };
  const changed = await changeFile(existing, ports, (latest) => rescinded(latest, command));
  return { bucket: changed === undefined ? "joined" : "revised", caseId: existing.record.caseId, because };
}

async function join(
  existing: CaseFile,
  event: HrEvent,
  departure: Departure | undefined,
  ports: OpenPorts,
): Promise<Verdict> {
  const { caseId } = existing.record;
  // This delivery may have opened the case in a process that died before it could send.
  await flushOutbox(existing, ports);
  const joined: Verdict = { bucket: "joined", caseId, because: "this employment has its case" };
  if (departure === undefined || departure.startAt === existing.record.departure?.startAt) return joined;
  const at = ports.clock.now();
  const command = { actor: "leaver", because: "the HR record shows another date", at };
  // The same day as before, and a start that was brought forward: access was ended at once, and stays so.
  if (isMoving(existing.record.status) && departure.date === existing.record.departure?.date) return joined;
  if (isMoving(existing.record.status) && departure.startAt > at) {
    const because = `the HR record moved the date to ${departure.date} after the case had started: resume or cancel`;
    await changeFile(existing, ports, (latest) =>
      isMoving(latest.record.status) ? pause(latest, { ...command, because }) : undefined,
    );
    return { bucket: "revised", caseId, because };
  }
  if (existing.record.status !== "proposed" && existing.record.status !== "scheduled") return joined;
  const now = event.kind === "access.revoke-now";
  const decide = (latest: CaseFile) => {
    const movable = latest.record.status === "proposed" || latest.record.status === "scheduled";
    if (!movable) return undefined;
    return now ? startNow(latest, departure, command) : revise(latest, departure, command);
  };
  const revised = await rearm(existing, ports, decide, now ? undefined : departure.startAt);
  return revised === undefined ? joined : { bucket: "revised", caseId, because: command.because };
}

/** The record was read a moment ago: nothing is gained by waiting for the sweep, which would read it once more. */
function startNow(latest: CaseFile, departure: Departure, command: Command): Change {
  const change = start(latest, { ...command, because: "the source says that access ends now" });
  return { ...change, record: { ...change.record, departure, revision: latest.record.revision + 1 } };
}

interface Opening {
  readonly event: HrEvent;
  readonly record: HrRecord | undefined;
  readonly departure: Departure | undefined;
  readonly leaver: Account;
  readonly insteadOf: CaseId | undefined;
}

/**
 * Claims the person, puts the index entries, and writes the case last: a process that dies in between leaves only hints,
 * and whoever comes next with the same person finds the claim and opens the case under the id that was claimed.
 */
async function open(opening: Opening, ports: OpenPorts): Promise<Verdict> {
  const now = ports.clock.now();
  const claimed = CaseId.parse(`case-${randomName()}`);
  const caseId = await ports.subjects.claim(opening.leaver.id, claimed, opening.insteadOf);
  const status = statusOf(opening, now);
  const wakeAt = wakeAtOf(status, opening.departure, now);
  const dueKey = wakeAt && (await ports.due.put(wakeAt, { kind: "case", caseId }));
  await ports.caseList.add(caseId, now);
  const plan = makePlan(ports.steps, ports.policy);
  const ready = status === "running" ? readySteps(plan.steps, now) : [];
  const record: Omit<CaseRecord, "seq" | "head"> = {
    caseId,
    version: 1,
    status,
    leaverId: opening.leaver.id,
    source: opening.event.source,
    employeeRef: opening.event.employeeRef,
    employmentKey: keyOf(opening.event, opening.record),
    acceptedAt: opening.event.receivedAt,
    openedAt: now,
    planHash: plan.hash,
    revision: 1,
    because: becauseOf(status, opening.departure),
    ...(opening.departure && { departure: opening.departure }),
    ...(status === "running" && { startedAt: now }),
    ...(wakeAt && { wakeAt }),
    ...(dueKey && { dueKey }),
  };
  const send = [...ready.map((step) => stepMessage(caseId, step)), ...eventsOf(record, now)];
  const file = await ports.ledger.open(record, {
    steps: plan.steps.map((step) => ready.find((one) => one.name === step.name) ?? step),
    audit: {
      actor: "leaver",
      what: "case.opened",
      because: record.because,
      details: {
        source: record.source,
        planHash: plan.hash,
        policy: hashOf(ports.policy),
        departure: opening.departure,
      },
    },
    send,
  });
  if (file === undefined) return await opened(caseId, dueKey, ports);
  await sendPromised(file, send, ports);
  return { bucket: "opened", caseId, because: record.because ?? "" };
}

/** Another delivery opened the case at the same moment: the entry that we put is one too many, unless it is the same. */
async function opened(caseId: CaseId, dueKey: string | undefined, ports: OpenPorts): Promise<Verdict> {
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

function becauseOf(status: string, departure: Departure | undefined): string {
  if (status === "proposed") return "the source cannot be read again: a person must start or cancel this case";
  if (status === "scheduled") return `starts at ${departure?.startAt}`;
  return departure?.late ? "steps are running; the notice came after the last day" : "steps are running";
}

function eventsOf(record: Omit<CaseRecord, "seq" | "head">, at: Instant) {
  const late = record.departure?.late === true ? [eventMessage(record, "case.late", at)] : [];
  return [eventMessage(record, "case.opened", at), ...late];
}

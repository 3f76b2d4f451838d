import { z } from "zod";
import { type CaseFile, isClosed, isFinished, isMoving, stepOf } from "./case.ts";
import { cancel, pause } from "./commands.ts";
import { changeFile, flushOutbox } from "./commit.ts";
import { deletedElsewhere, deleting, knowsOfDeletion } from "./deleted-elsewhere.ts";
import { endCase } from "./end-case.ts";
import { NotFoundError, TryLaterError } from "./errors.ts";
import { epochMs, Instant, type LeaverId } from "./ids.ts";
import { type OpenPorts, refused, type Verdict } from "./intake.ts";
import { eventMessage } from "./messages.ts";
import { deletionKey, openRetention } from "./open-retention.ts";
import type { DeletedPeople, DeletedPerson } from "./ports/deleted-people.ts";
import type { Directory } from "./ports/directory.ts";
import type { AccountEvent } from "./ports/directory-events.ts";
import type { Change } from "./ports/ledger.ts";
import { disarm, rearm } from "./rearm.ts";

export interface AccountPorts extends OpenPorts {
  readonly directory: OpenPorts["directory"] & Pick<Directory, "account">;
  readonly deletedPeople: DeletedPeople;
}

/** A read so soon after a deletion may still show the account alive, and not in the bin. In milliseconds. */
const unsureMs = 10 * 60_000;
/** Others write the case as often as that, and then the event is looked at again later. */
const mostTries = 5;

const Deleted = z.object({ deletedAt: Instant });

/**
 * Something was told about an account: it is looked for in the bin, whatever was told, and the person's case goes on
 * with what is found. The same deletion may be told by notifications and by delta queries, in any order and at once: one case.
 *
 * @throws {TryLaterError} the directory does not answer, or cannot be sure yet: look again later
 */
export async function meetAccount(event: AccountEvent, ports: AccountPorts): Promise<Verdict> {
  const holder = await ports.subjects.holder(event.leaverId);
  // A holder without a case is a process that died while opening: its case is opened under the claimed id.
  const existing = holder && (await ports.ledger.load(holder));
  const deleted = await ports.deletedPeople.find(event.leaverId);
  if (deleted === undefined) return await meetMissing(event, existing, ports);
  if (existing === undefined) return await openRetention(event, deleted, undefined, ports);
  // This event may have opened the case, or changed it, in a process that died before it could send.
  await flushOutbox(existing, ports);
  if (isClosed(existing.record.status)) {
    const { caseId } = existing.record;
    return wasFollowed(existing, deleted)
      ? joined(existing, "the case of this deletion has ended")
      : await openRetention(event, deleted, caseId, ports);
  }
  if (existing.record.kind !== "leaver") return joined(existing, "this deletion has its case");
  return await goOnDeleted(existing, deleted, ports);
}

/** An ended case about the same deletion, unless it was cancelled while its deletion was under way: then nobody follows it. */
function wasFollowed(file: CaseFile, { id, deletedAt }: DeletedPerson): boolean {
  if (file.record.employmentKey === deletionKey(id, deletedAt)) return true;
  const step = stepOf(file, deleting);
  return Deleted.safeParse(step?.evidence).data?.deletedAt === deletedAt && step?.crossed !== true;
}

async function goOnDeleted(existing: CaseFile, deleted: DeletedPerson, ports: AccountPorts): Promise<Verdict> {
  const { deletedAt, purgedAt } = deleted;
  const at = ports.clock.now();
  const because = `the account was deleted elsewhere at ${deletedAt}`;
  const command = { actor: "leaver", because, at };
  let file = existing;
  for (let attempt = 1; !isClosed(file.record.status) && !knowsOfDeletion(file); attempt += 1) {
    if (attempt > mostTries) throw new TryLaterError("The case is busy: the deletion has to wait");
    const changed = await rearm(file, ports, (latest) =>
      deletedElsewhere(latest, { deletedAt, purgedAt }, command, ports),
    );
    if (changed !== undefined) {
      if (isClosed(changed.record.status)) await disarm(changed, ports);
      ports.log({ event: "account-deleted-elsewhere", caseId: changed.record.caseId });
      return { bucket: "revised", caseId: changed.record.caseId, because };
    }
    file = (await ports.ledger.load(file.record.caseId)) ?? file;
  }
  return joined(file, "the case knows of this deletion");
}

/** Not in the bin: nothing happened to the account, or it came back, or it is gone for good. */
async function meetMissing(event: AccountEvent, existing: CaseFile | undefined, ports: AccountPorts): Promise<Verdict> {
  if (existing === undefined || isClosed(existing.record.status)) {
    if (event.kind === "account.purged") ports.log({ event: "account-purged-without-case", leaverId: event.leaverId });
    return refused("the account is not in the bin");
  }
  const since = deletionSeen(existing);
  if (since === undefined || !(await isAlive(event.leaverId, ports)))
    return joined(existing, "the case looks by itself");
  if (epochMs(ports.clock.now()) - epochMs(since) < unsureMs)
    throw new TryLaterError("The directory may not show yet that the account was deleted");
  return await cameBack(existing, ports);
}

/** Since when the case takes the account for deleted; undefined: it does not, or a restore is bringing it back. */
function deletionSeen(file: CaseFile): Instant | undefined {
  if (file.record.kind === "retention") return file.record.openedAt;
  const step = file.record.kind === "leaver" ? stepOf(file, deleting) : undefined;
  return step !== undefined && step.state !== "skipped" && isFinished(step) ? step.finishedAt : undefined;
}

async function isAlive(id: LeaverId, { directory }: AccountPorts): Promise<boolean> {
  try {
    await directory.account(id);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Somebody restored the account: nothing is left to retain. What a leaver's case has done is for a person to judge. */
async function cameBack(existing: CaseFile, ports: AccountPorts): Promise<Verdict> {
  const at = ports.clock.now();
  const { caseId } = existing.record;
  const told = (change: Change): Change => ({
    ...change,
    send: [...(change.send ?? []), eventMessage(existing.record, "case.account-restored-elsewhere", at)],
  });
  if (existing.record.kind === "retention") {
    const because = "the account was restored elsewhere: nothing is left to retain";
    await endCase(existing, ports, (latest) =>
      isClosed(latest.record.status) ? undefined : told(cancel(latest, { actor: "leaver", because, at })),
    );
    return { bucket: "revised", caseId, because };
  }
  const because =
    "the account was restored elsewhere after its deletion: cancel the case, or delete the account again and resume";
  const paused = await changeFile(existing, ports, (latest) =>
    isMoving(latest.record.status) ? told(pause(latest, { actor: "leaver", because, at })) : undefined,
  );
  return paused === undefined ? joined(existing, "a person has this case") : { bucket: "revised", caseId, because };
}

function joined({ record: { caseId } }: CaseFile, because: string): Verdict {
  return { bucket: "joined", caseId, because };
}

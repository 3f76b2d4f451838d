import { type CaseFile, type CaseRecord, isClosed, stepOf } from "./case.ts";
import { type Command, cancel, RefusedError, resume } from "./commands.ts";
import type { LedgerPorts } from "./commit.ts";
import { endCase } from "./end-case.ts";
import { LeaverError } from "./errors.ts";
import { epochMs, type LeaverId, SourceName, StepName } from "./ids.ts";
import { leasedUntil } from "./leases.ts";
import { type NewCase, openNew } from "./new-case.ts";
import { employmentKey } from "./plan.ts";
import { isProtected, settingsFor } from "./policy.ts";
import { rearm } from "./rearm.ts";
import { type Found, restorablePeople } from "./restorable-person.ts";
import type { Bin, RestoreOrder, RestorePorts, RestoreResult } from "./restore-order.ts";
import { restorePlan, wayBackOf } from "./restore-plan.ts";
import { newNameIsTaken, restoreOnPremises, undecided } from "./restored-account.ts";

/**
 * Opens the restore of one person, or joins the one there is. Whatever goes wrong is this person's result only. A case of
 * the person that still runs is cancelled first, in the same act and for the same reason: a process that dies in between leaves
 * a cancelled case, and the order that comes again goes on from there.
 *
 * @param dryRun only tells what would be done
 */
export async function openRestore(
  order: RestoreOrder,
  command: Command,
  ports: RestorePorts,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<RestoreResult> {
  try {
    return await new Opening(order, command, ports, dryRun).result();
  } catch (error) {
    if (error instanceof LeaverError || error instanceof RefusedError) {
      return { outcome: "failed", because: error.message };
    }
    throw error;
  }
}

/** Cases of one person, newest first, as far as their changes may still be there. */
interface Past {
  readonly newest: CaseFile | undefined;
  /** Cases whose changes a restore gives back. */
  readonly changes: readonly CaseFile[];
}

const mostCases = 20;

/**
 * The cases whose changes stand at the tenant: back to the last restore that was finished. A restore that was cancelled has
 * given back a part, which the next one finds there.
 */
export async function pastOf(newest: CaseFile | undefined, { ledger }: Pick<LedgerPorts, "ledger">): Promise<Past> {
  const changes: CaseFile[] = [];
  let file = newest;
  for (let seen = 0; file !== undefined && seen < mostCases; seen += 1) {
    const { kind, status, follows }: CaseRecord = file.record;
    if (kind === "restore" && status === "done") break;
    if (kind !== "restore") changes.push(file);
    file = follows === undefined ? undefined : await ledger.load(follows);
  }
  return { newest, changes };
}

class Opening {
  readonly #order: RestoreOrder;
  readonly #command: Command;
  readonly #ports: RestorePorts;
  readonly #dryRun: boolean;

  constructor(order: RestoreOrder, command: Command, ports: RestorePorts, dryRun: boolean) {
    this.#order = order;
    this.#command = command;
    this.#ports = ports;
    this.#dryRun = dryRun;
  }

  async result(): Promise<RestoreResult> {
    const { signInName, newSignInName } = this.#order.wishes;
    if (signInName !== "ask" && newSignInName === undefined)
      return { outcome: "refused", because: `With signInName ${signInName}, say the new name as newSignInName` };
    const people = await restorablePeople(this.#order.person, this.#ports.tenant);
    const all = await Promise.all(people.map(async (found) => ({ found, past: await this.#past(found.id) })));
    const meant = all.length > 1 ? all.filter((one) => this.#hasSomething(one.found, one.past)) : all;
    const [one, ...others] = meant.length === 0 ? all : meant;
    if (one === undefined) return { outcome: "refused", because: "There is no such person, alive or in the bin" };
    if (others.length > 0) {
      const candidates = [one, ...others].map(({ found }) => found.id);
      return { outcome: "refused", because: "Several people are meant: name one by object id", candidates };
    }
    return await this.#one(one.found, one.past);
  }

  async #past(id: LeaverId): Promise<Past> {
    const { subjects, ledger } = this.#ports;
    const holder = await subjects.holder(id);
    const newest = holder && (await ledger.load(holder));
    if (holder === undefined || newest !== undefined) return await pastOf(newest, this.#ports);
    // Claimed by a process that died before it opened the case.
    const before = await subjects.heldBefore(id);
    return await pastOf(before && (await ledger.load(before)), this.#ports);
  }

  #hasSomething(found: Found, { newest, changes }: Past): boolean {
    return found.kind === "in-bin" || isOpenRestore(newest) || wayBackOf(this.#ports.steps, changes).length > 0;
  }

  async #one(found: Found, past: Past): Promise<RestoreResult> {
    const leaverId = found.id;
    const refused = (because: string): RestoreResult => ({ outcome: "refused", leaverId, because });
    if (isProtected(this.#ports.policy, leaverId))
      return refused("This person is protected by the policy: restore the account by hand");
    if (found.kind === "gone") return refused(isGone(past));
    if (past.newest !== undefined && isOpenRestore(past.newest)) return await this.#join(past.newest, found, past);
    if (!this.#hasSomething(found, past)) return refused(nothingChanged(past));
    if (found.kind === "in-bin") {
      if (found.bin.masteredOnPremises) return refused(restoreOnPremises);
      if (found.bin.purgedAt <= this.#command.at)
        return refused(`The account is gone for good since ${found.bin.purgedAt} (FACT-10)`);
      const stopped = await this.#clashes(found, past);
      if (stopped !== undefined) return stopped;
    }
    return await this.#open(found, past);
  }

  /** Names and addresses that others have by now, before anything is done. */
  async #clashes(found: Found & { kind: "in-bin" }, past: Past): Promise<RestoreResult | undefined> {
    const { directory, deletedAccounts } = this.#ports.tenant;
    const { wishes } = this.#order;
    const { id } = found;
    const newName = wishes.newSignInName ?? "";
    const renamed = wishes.signInName === "rename-restored" ? newName : undefined;
    const conflicts = await deletedAccounts.conflicts(id, renamed);
    const clash = (because: string): RestoreResult => ({
      outcome: "conflict",
      leaverId: id,
      because,
      bin: this.#binOf(found),
      signInNameTakenBy: conflicts.signInName,
      addressesTaken: conflicts.addressesTaken,
      addressesTakenBy: conflicts.addresses,
    });
    if (renamed !== undefined && conflicts.signInName.length > 0) return clash(newNameIsTaken);
    const open = undecided(conflicts, wishes);
    if (open !== undefined) return clash(open);
    const [holder] = conflicts.signInName;
    if (wishes.signInName !== "rename-active" || holder === undefined) return undefined;
    if (this.#settings(found, past).restoreConflicts !== "rename-active") return clash(notAllowed);
    if (isProtected(this.#ports.policy, holder)) return clash(holderIsProtected);
    if ((await directory.account(holder)).masteredOnPremises) return clash(holderIsSynced);
    return (await directory.findBySignInName(newName)) === undefined ? undefined : clash(newNameIsTaken);
  }

  #settings(found: Found, { changes }: Past) {
    const userType = found.kind === "gone" ? undefined : (found.kind === "alive" ? found.account : found.bin).kind;
    const settings = changes[0]?.record.settings ?? settingsFor(this.#ports.policy, { userType });
    // The operator's order is the approval of everything that it gives back.
    return { ...settings, approvals: [] };
  }

  async #open(found: Found, past: Past): Promise<RestoreResult> {
    const { steps } = this.#ports;
    const bin = found.kind === "in-bin" ? { bin: this.#binOf(found) } : {};
    const told = { leaverId: found.id, ...bin };
    if (this.#dryRun) {
      const because = isOpen(past.newest) ? "the running case would be cancelled first" : "it can be restored";
      return { outcome: "possible", ...told, because, wayBack: wayBackOf(steps, past.changes) };
    }
    const ended = await this.#ended(past);
    const plan = restorePlan(steps, ended.changes);
    const insteadOf = ended.newest?.record.caseId;
    const { actor } = this.#command;
    const verdict = await openNew(this.#made(found, ended), plan, { insteadOf, actor }, this.#ports);
    const file = verdict.caseId && (await this.#ports.ledger.load(verdict.caseId));
    if (file === undefined || !isOpenRestore(file))
      return { outcome: "failed", because: "Another case of this person was opened at the same moment: ask again" };
    const outcome = verdict.bucket === "opened" ? "opened" : "joined";
    const because = outcome === "opened" ? "the restore runs" : verdict.because;
    return { outcome, caseId: file.record.caseId, ...told, because, wayBack: wayBackOf(steps, ended.changes) };
  }

  /** The cases of the person with the newest one ended. */
  async #ended(past: Past): Promise<Past> {
    if (past.newest === undefined || !isOpen(past.newest)) return past;
    const { newest } = past;
    const ended = await endCase(newest, this.#ports, (latest) =>
      isClosed(latest.record.status) ? undefined : cancel(latest, this.#command),
    );
    return await pastOf(ended ?? (await this.#ports.ledger.load(newest.record.caseId)), this.#ports);
  }

  #made(found: Found, past: Past): NewCase {
    const of = past.changes[0]?.record;
    const { at, because } = this.#command;
    const settledAt = leasedUntil(past.newest, at);
    const source = SourceName.parse("operator");
    return {
      kind: "restore",
      status: "running",
      leaverId: found.id,
      source: of?.source ?? source,
      employeeRef: of?.employeeRef ?? "",
      employmentKey: of?.employmentKey ?? employmentKey(source, found.id, ""),
      acceptedAt: at,
      because,
      settings: this.#settings(found, past),
      restores: { wishes: this.#order.wishes, ...(of && { caseId: of.caseId }), ...(settledAt && { settledAt }) },
      ...(of?.userType && { userType: of.userType }),
      ...(of?.departure && { departure: of.departure }),
    };
  }

  /** The same order again, or one that decides what the restore waits for. */
  async #join(file: CaseFile, found: Found, { changes }: Past): Promise<RestoreResult> {
    const { caseId, leaverId } = file.record;
    const bin = found.kind === "in-bin" ? { bin: this.#binOf(found) } : {};
    const told = { caseId, leaverId, ...bin, wayBack: wayBackOf(this.#ports.steps, changes) };
    const joined: RestoreResult = { outcome: "joined", ...told, because: "this person is being restored already" };
    if (found.kind !== "in-bin" || this.#dryRun) return joined;
    const stopped = await this.#clashes(found, { newest: file, changes });
    if (stopped !== undefined) return stopped;
    if (stepOf(file, restoring)?.state !== "parked") return joined;
    const { wishes } = this.#order;
    await rearm(file, this.#ports, (latest) => {
      if (stepOf(latest, restoring)?.state !== "parked") return undefined;
      const change = resume(latest, this.#command, restoring);
      return { ...change, record: { ...change.record, restores: { ...latest.record.restores, wishes } } };
    });
    return { ...joined, because: "the restore goes on with what was decided" };
  }

  #binOf({ bin: { deletedAt, purgedAt } }: Found & { kind: "in-bin" }): Bin {
    const leftMs = epochMs(purgedAt) - epochMs(this.#command.at);
    return { deletedAt, restorableUntil: purgedAt, daysLeft: Math.max(0, Math.floor(leftMs / 86_400_000)) };
  }
}

const restoring = StepName.parse("restore-account");

const isOpen = (file: CaseFile | undefined): boolean => file !== undefined && !isClosed(file.record.status);

const isOpenRestore = (file: CaseFile | undefined): boolean => isOpen(file) && file?.record.kind === "restore";

function isGone({ newest, changes }: Past): string {
  const shown = changes
    .map((file) => stepOf(file, "delete-account")?.evidence)
    .find((evidence) => evidence !== undefined);
  const purgedAt = (shown as { purgedAt?: unknown } | undefined)?.purgedAt;
  if (typeof purgedAt === "string") return `The account is gone for good since ${purgedAt} (FACT-10, R-66)`;
  return newest === undefined
    ? "There is no such person, alive or in the bin"
    : "The account is gone for good: it is neither alive nor in the bin (FACT-10, R-66)";
}

function nothingChanged({ newest }: Past): string {
  if (newest === undefined || !isOpen(newest)) return "There is nothing to give back: Leaver has changed nothing here";
  const { caseId } = newest.record;
  return `Nothing was changed yet: cancel the case, and nothing is left of it (POST /api/cases/${caseId}/cancel)`;
}

const notAllowed =
  "The policy does not let Leaver rename the active account: choose rename-restored, rename it by hand, or set restoreConflicts to rename-active (REQ-68)";
const holderIsProtected = "Who has the sign-in name now is protected by the policy: choose rename-restored (R-10)";
const holderIsSynced =
  "Who has the sign-in name now is mastered in Active Directory: rename them there, or choose rename-restored (R-61)";

import { type CaseFile, isClosed, isFinished, isMoving, stepOf } from "./case.ts";
import type { CaseId, Instant, StepName } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Clock } from "./ports/clock.ts";
import type { DeletionDays, RegisteredDeletion } from "./ports/deletion-days.ts";
import type { Directory } from "./ports/directory.ts";
import type { Ledger } from "./ports/ledger.ts";

export interface DeletionDayPorts {
  readonly deletionDays: DeletionDays;
  readonly ledger: Ledger;
  readonly directory: Pick<Directory, "headcount">;
  readonly policy: Policy;
  readonly clock: Clock;
}

/** Registers the deletion for the day on which it is due, or for today when that has passed. Called again, it moves. */
export async function registerDeletion(caseId: CaseId, due: Instant, ports: DeletionDayPorts): Promise<void> {
  const now = ports.clock.now();
  await ports.deletionDays.put({ day: dayOf(due > now ? due : now), caseId, stopped: false });
}

/**
 * The breaker in front of deletion day: more accounts are due today, by number and by share, than the policy lets pass.
 * Deletions are registered when their waiting begins, so all of a batch wait for a person, the first one too; what was
 * due on an earlier day and is still under way counts as well, so that an outage does not end in a wave.
 *
 * @returns what a person has to know and do; undefined: the way is free
 * @throws {TryLaterError} it cannot be counted now
 */
export async function deletionsBefore(
  { record: { caseId } }: CaseFile,
  step: StepName,
  ports: DeletionDayPorts,
): Promise<string | undefined> {
  const { people, share } = ports.policy.deletions;
  const day = dayOf(ports.clock.now());
  const registered = await ports.deletionDays.upTo(day);
  if (new Set(registered.map((one) => one.caseId)).size <= people) return undefined;
  const most = Math.max(people, Math.floor(share * (await ports.directory.headcount())));
  if (!(await areMore(registered, { most, day, own: caseId, step }, ports))) return undefined;
  await ports.deletionDays.put({ day, caseId, stopped: true });
  return `More than ${most} accounts are to be deleted today: all of them wait. Look at who they are; then approve "${step}" for one case after the other, or raise "deletions" in the policy and resume them, or cancel (R-09)`;
}

/** Counts until there are more; what is over is taken out of the register on the way. */
async function areMore(
  registered: readonly RegisteredDeletion[],
  { most, day, own, step }: { most: number; day: string; own: CaseId; step: StepName },
  ports: DeletionDayPorts,
): Promise<boolean> {
  const counted = new Set<CaseId>();
  for (const one of registered) {
    const isOwn = one.caseId === own;
    const counts = isOwn || counted.has(one.caseId) || (await isDue(one, day, step, ports));
    if (!counts || (isOwn && one.day < day)) await ports.deletionDays.remove(one);
    if (counts) counted.add(one.caseId);
    if (counted.size > most) return true;
  }
  return false;
}

async function isDue(
  { caseId, day, stopped }: RegisteredDeletion,
  today: string,
  step: StepName,
  { ledger }: DeletionDayPorts,
): Promise<boolean> {
  const file = await ledger.load(caseId);
  const record = file && stepOf(file, step);
  if (file === undefined || record === undefined) return false;
  // What was deleted today is part of today's wave.
  if (isFinished(record)) return day === today && record.state !== "skipped";
  if (isClosed(file.record.status)) return false;
  return day === today || stopped || (isMoving(file.record.status) && record.state !== "parked");
}

function dayOf(at: Instant): string {
  return at.slice(0, "2026-01-01".length);
}

import type { CaseFile, Departure } from "./case.ts";
import { departureOf } from "./departure-of.ts";
import type { LeaverId } from "./ids.ts";
import { type OpenPorts, refused, type Verdict } from "./intake.ts";
import { endRestore, goesOn, join, staying } from "./meet-case.ts";
import { createCase } from "./new-case.ts";
import { isProtected, type PersonFacts, settingsFor } from "./policy.ts";
import type { Account } from "./ports/directory.ts";
import type { HrEvent, HrRecord } from "./ports/hr-records.ts";

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
  if ("refused" in leaver) {
    const stays = record !== undefined && record.departure === undefined;
    return (stays ? await returning(record.employeeId, ports) : undefined) ?? refused(leaver.refused);
  }
  if (isProtected(ports.policy, leaver.account.id) || leaver.account.resourceAccount) {
    ports.log({ event: "security-protected-person-named", source: event.source });
    return refused("the person is protected, or the account is no person");
  }
  const existing = await openCaseOf(leaver.account.id, ports);
  if (record !== undefined && record.departure === undefined) return await staying(existing, ports);
  const { kind } = leaver.account;
  const departure = record?.departure && departureFor(event, { ...record, userType: kind }, record.departure, ports);
  if (existing !== undefined && goesOn(existing, event, record, departure))
    return await join(existing, event, record, departure, ports);
  await endRestore(existing, departure, ports);
  return await createCase(
    { event, record, departure, leaver: leaver.account, insteadOf: existing?.record.caseId },
    ports,
  );
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
  record: HrRecord & PersonFacts,
  end: NonNullable<HrRecord["departure"]>,
  { policy }: OpenPorts,
): Departure {
  const { lane } = settingsFor(policy, record);
  const departure = departureOf(end, record, { policy, lane, acceptedAt: event.receivedAt });
  // The record says that the person leaves; the event says that access ends now, whatever the date.
  if (event.kind !== "access.revoke-now" || departure.startAt <= event.receivedAt) return departure;
  return { ...departure, startAt: event.receivedAt };
}

/** Employed again, and the account is in the bin: its case waits for a person, while there is a way back. */
async function returning(employeeId: string, ports: OpenPorts): Promise<Verdict | undefined> {
  const [deleted, ...others] = await ports.tenant.deletedAccounts.named(employeeId);
  if (deleted === undefined || others.length > 0) return undefined;
  const existing = await openCaseOf(deleted.id, ports);
  return existing === undefined ? undefined : await staying(existing, ports);
}

/** The case that holds the person; a holder without a case is a process that died while opening, and is taken over. */
async function openCaseOf(id: LeaverId, ports: OpenPorts): Promise<CaseFile | undefined> {
  const holder = await ports.subjects.holder(id);
  return holder === undefined ? undefined : await ports.ledger.load(holder);
}

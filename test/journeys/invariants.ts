import type { CaseInList } from "../../dev/stack/ops-client.ts";
import { tables } from "../../functions/settings/azure.ts";
import { CaseId } from "../../shared/domain/ids.ts";
import { verifyCase } from "../../shared/domain/verify-case.ts";
import type { Running } from "./a-stack.ts";

/** How often each effect may be made on one person: everything once, sessions twice. */
const most: Readonly<Record<string, number>> = { "revoke-sessions": 2 };

/**
 * Judges a run from outside (promises.md): by the tenant's effect log, the mails, and the rows of the ledger.
 *
 * @param people keys of those whose cases must be closed
 * @returns every violation, in words; empty when all invariants hold
 */
async function violations(running: Running, people: readonly string[]): Promise<readonly string[]> {
  const all = await running.scene.ops.list();
  const perPerson = await Promise.all(people.map((who) => ofPerson(running, who, all)));
  return [...perPerson.flat(), ...(await ofRest(running)), ...mailsTwice(running)];
}

/** The violations that are left when what is on its way, such as a notification of a change, has had the time to end. */
export async function lastViolations(running: Running, people: readonly string[]): Promise<readonly string[]> {
  const none = async () => (await violations(running, people)).length === 0;
  await running.scene.untilSeen("what is on its way to end", none, 20).catch(() => undefined);
  return await violations(running, people);
}

async function ofPerson(
  { stack, ledger }: Running,
  who: string,
  all: readonly CaseInList[],
): Promise<readonly string[]> {
  const cases = all.filter((one) => one.leaverId === stack.tenant.state.person(who).id);
  const [only] = cases;
  if (only === undefined || cases.length !== 1) return [`I9: ${who} has ${cases.length} cases`];
  const caseId = CaseId.parse(only.caseId);
  const [file, rows] = await Promise.all([ledger.load(caseId), ledger.history(caseId)]);
  if (file === undefined) return [`${who}: the case cannot be read`];
  const found: string[] = [];
  if (file.record.status !== "done") found.push(`${who}: the case is ${file.record.status} (${file.record.because})`);
  if (file.outbox.length > 0) found.push(`I4: ${who}: ${file.outbox.length} messages in the outbox of a closed case`);
  found.push(...verifyCase(file, rows).map((one) => `I3: ${who}: row ${one.seq}: ${one.because}`));
  return [...found, ...tooOften(stack, who), ...outOfOrder(stack, who), ...stillOpen(stack, who)];
}

function tooOften(stack: Running["stack"], who: string): readonly string[] {
  const counts = stack.tenant.effectCounts();
  const { id, deviceIds } = stack.tenant.state.person(who);
  const objects = Object.entries(counts).filter(
    ([objectId]) => objectId === id || objectId.startsWith(`${id}/`) || deviceIds.includes(objectId),
  );
  return objects.flatMap(([, operations]) =>
    Object.entries(operations).flatMap(([operation, count]) =>
      count > (most[operation] ?? 1) ? [`I2: ${who}: ${operation} ${count} times`] : [],
    ),
  );
}

/** What makes somebody an administrator goes before the block. */
const privilegedPath = ["end-eligibility", "leave-group", "remove-group-owner", "remove-directory-role"];

/** What the lockout does: none of it may come after the last revocation. What is taken away later opens nothing again. */
const lockout = [
  "block-sign-in",
  "reset-password",
  "set-cas-mailbox",
  "delete-authentication-method",
  "disable-device",
];
/** After these the mail protocols can no longer be blocked where they are. */
const mailboxMoves = ["convert-mailbox", "remove-licence"];

/** in the order in which the tenant saw the effects. */
function outOfOrder(stack: Running["stack"], who: string): readonly string[] {
  const { id } = stack.tenant.state.person(who);
  const seen = stack.tenant
    .effects()
    .flatMap((effect) => (effect.personId === id || effect.objectId === id ? [effect.operation as string] : []));
  const blocked = seen.indexOf("block-sign-in");
  const before = seen.slice(0, blocked === -1 ? undefined : blocked).filter((one) => !privilegedPath.includes(one));
  const last = seen.lastIndexOf("revoke-sessions");
  const after = seen.slice(last + 1).filter((operation) => lockout.includes(operation));
  const moved = seen.findIndex((operation) => mailboxMoves.includes(operation));
  const protocols = seen.lastIndexOf("set-cas-mailbox");
  return [
    ...(blocked > 0 && before.length > 0 ? [`I10: ${who}: ${before.join(", ")} before the account was disabled`] : []),
    ...(last >= 0 && after.length > 0 ? [`I10: ${who}: ${after.join(", ")} after the last revocation (R-13)`] : []),
    ...(moved >= 0 && moved < protocols
      ? [`I10: ${who}: ${seen[moved]} before the mail protocols were blocked (R-17)`]
      : []),
  ];
}

/** I1: what the case says is what the tenant shows. */
function stillOpen(stack: Running["stack"], who: string): readonly string[] {
  const { state } = stack.tenant;
  const person = state.person(who);
  return [
    ...(person.accountEnabled ? [`I1: ${who} is enabled`] : []),
    ...(state.devicesOf(who).some((device) => device.accountEnabled) ? [`I1: a device of ${who} is enabled`] : []),
    ...(person.methods.some((method) => method.type !== "passwordAuthenticationMethod")
      ? [`I1: ${who} keeps a sign-in method`]
      : []),
  ];
}

async function ofRest({ stack }: Running): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const row of tables(stack.settings)("due").listEntities())
    found.push(`I4: the due index holds ${row.partitionKey}|${row.rowKey}`);
  for (const [entity, { deadLettered }] of Object.entries(stack.broker.counts())) {
    if (deadLettered > 0) found.push(`${deadLettered} dead letters in ${entity}`);
  }
  const protectedId = stack.tenant.state.person("freja").id;
  if (stack.tenant.effectCounts()[protectedId] !== undefined) found.push("I5: a protected person was touched");
  return [...found, ...stack.tenant.unhandled().map((request) => `the tenant did not understand ${request}`)];
}

function mailsTwice({ stack }: Running): readonly string[] {
  // Mails of others have no such header.
  const notices = stack.tenant.state.mails.flatMap(({ headers }) =>
    headers.filter(({ name }) => name === "x-leaver-notice").map(({ value }) => value),
  );
  const byNotice = Map.groupBy(notices, (notice) => notice);
  return [...byNotice].flatMap(([notice, mails]) =>
    mails.length > 1 ? [`mail ${notice} was sent ${mails.length} times`] : [],
  );
}

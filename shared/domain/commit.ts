import { type CaseFile, isMoving, mayRun, stepOf } from "./case.ts";
import type { CaseTurns } from "./case-turns.ts";
import { epochMs, type Instant, instant } from "./ids.ts";
import type { Bus, MessageBody, OutgoingMessage } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import { type Change, type DueIndex, type Ledger, StaleCaseError } from "./ports/ledger.ts";
import type { Log } from "./ports/log.ts";

export interface LedgerPorts {
  readonly ledger: Ledger;
  readonly turns: CaseTurns;
  readonly due: DueIndex;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  /** A fresh random id. */
  readonly newId: () => string;
}

const mostTries = 40;
/** What the broker did not take is sent again after so long, in milliseconds. */
const sendAgainMs = 60_000;

/**
 * Commits what `decide` says about the case as it stands, and sends what was promised. When somebody else wrote the case
 * meanwhile, it is loaded and decided again.
 *
 * @param decide undefined: nothing is left to do
 * @returns the file after the commit; undefined when there was nothing to do
 */
export async function changeFile(
  file: CaseFile,
  ports: LedgerPorts,
  decide: (latest: CaseFile) => Change | undefined,
): Promise<CaseFile | undefined> {
  let send: readonly OutgoingMessage[] = [];
  const committed = await ports.turns.take(file, async (newest) => {
    let latest = newest;
    for (let attempt = 1; ; attempt += 1) {
      const change = decide(latest);
      if (change === undefined) return undefined;
      send = change.send ?? [];
      try {
        return await ports.ledger.commit(latest, change);
      } catch (error) {
        if (!(error instanceof StaleCaseError) || attempt === mostTries) throw error;
        latest = (await ports.ledger.load(file.record.caseId)) ?? latest;
      }
    }
  });
  return committed === undefined ? undefined : await sendPromised(committed, send, ports);
}

/**
 * Sends messages whose outbox rows are written. A failure loses nothing: the rows stay, and an entry of the due index
 * wakes the case a minute later to send them, whatever its state is then. Rows of events go at once, because nobody
 * handles events for us.
 *
 * @returns the file without the rows that went
 */
export async function sendPromised(
  file: CaseFile,
  messages: readonly OutgoingMessage[],
  ports: LedgerPorts,
): Promise<CaseFile> {
  if (messages.length === 0) return file;
  try {
    await ports.bus.send(messages);
    const sent = messages.filter(({ body }) => body.kind === "event").map(({ messageId }) => messageId);
    if (sent.length === 0) return file;
    await ports.ledger.forget(file, sent);
    return { ...file, outbox: file.outbox.filter((row) => !sent.includes(row.messageId)) };
  } catch {
    const { caseId } = file.record;
    await ports.due.put(instant(epochMs(ports.clock.now()) + sendAgainMs), { kind: "case", caseId });
    ports.log({ event: "send-left-to-sweep", caseId, messages: messages.length });
    return file;
  }
}

/** Sends what the outbox still holds: a process may have died between its commit and its send. */
export async function flushOutbox(file: CaseFile, ports: LedgerPorts, dueBefore?: Instant): Promise<void> {
  const limit = dueBefore === undefined ? Number.POSITIVE_INFINITY : epochMs(dueBefore);
  const waiting = file.outbox.filter((row) => epochMs(row.notBefore ?? row.at) <= limit);
  // A case that does not move would only send its steps to itself; resuming it promises them anew.
  const useful = isMoving(file.record.status) ? waiting : waiting.filter(({ body }) => isUseful(file, body));
  await sendPromised(file, useful, ports);
}

function isUseful(file: CaseFile, body: MessageBody): boolean {
  if (body.kind !== "step") return body.kind === "event";
  const step = stepOf(file, body.step);
  return step !== undefined && mayRun(file.record, step);
}

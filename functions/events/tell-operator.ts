import { z } from "zod";
import type { CaseFile } from "../../shared/domain/case.ts";
import { NeedsPersonError, NotFoundError } from "../../shared/domain/errors.ts";
import { CaseId, epochMs, Instant, instant, LeaverId } from "../../shared/domain/ids.ts";
import type { Policy } from "../../shared/domain/policy.ts";
import type { Clock } from "../../shared/domain/ports/clock.ts";
import type { Ledger } from "../../shared/domain/ports/ledger.ts";
import type { Log } from "../../shared/domain/ports/log.ts";
import type { Step } from "../../shared/domain/step.ts";
import type { Tenant } from "../../shared/domain/tenant.ts";
import { type NoticeOrder, sendNotice, wasNoticeSent } from "../../shared/notices/send-notice.ts";

export interface OperatorPorts {
  readonly ledger: Pick<Ledger, "load">;
  readonly steps: readonly Step[];
  readonly tenant: Tenant;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
}

/** Facts about cases that the operator is told by mail: the filters of subscription `operator` of topic `events`. */
export const operatorEvents = ["case.parked", "case.account-deleted-elsewhere"] as const;

const CaseEvent = z.object({
  type: z.string(),
  time: Instant,
  data: z.object({ caseId: CaseId, deletedAt: Instant.optional() }),
});
type CaseEvent = z.infer<typeof CaseEvent>;

const binMs = 30 * 86_400_000;

/**
 * Tells the policy's `fallbackContact` that a case waits for a person, or that an account was deleted outside Leaver. Events
 * come at least once: what the sender's mailbox shows as sent is not sent again.
 *
 * @throws {TryLaterError} no answer: the message comes again, and is a dead letter with an alert after ten times
 */
export function tellOperatorHandler(ports: OperatorPorts): (message: unknown) => Promise<void> {
  return async (message) => {
    const event = CaseEvent.parse(message);
    const { caseId } = event.data;
    const file = await ports.ledger.load(caseId);
    const order = file && orderOf(event, file, ports.steps);
    if (file === undefined || order === undefined) return;
    const to = LeaverId.safeParse(ports.policy.fallbackContact);
    const untold = (because: string) => ports.log({ event: "operator-not-told", caseId, because });
    if (!to.success) return untold("the policy names no fallbackContact");
    const input = { ...ports, case: file.record };
    try {
      if (!(await wasNoticeSent(order, input))) await sendNotice({ ...order, to: to.data }, input);
    } catch (error) {
      if (!(error instanceof NeedsPersonError || error instanceof NotFoundError)) throw error;
      untold(error.message);
    }
  };
}

type Order = Omit<NoticeOrder<"case-parked">, "to"> | Omit<NoticeOrder<"deleted-elsewhere">, "to">;

/** Undefined: nothing to tell, or not any more. */
function orderOf({ type, time, data }: CaseEvent, file: CaseFile, steps: readonly Step[]): Order | undefined {
  const occasion = time.replace(/\D/g, "");
  if (type === "case.account-deleted-elsewhere") {
    const deleted = data.deletedAt ?? time;
    return {
      kind: "deleted-elsewhere",
      occasion,
      facts: { deleted, restorableUntil: instant(epochMs(deleted) + binMs) },
    };
  }
  const parked = file.steps.filter(({ state }) => state === "parked");
  if (type !== "case.parked" || parked.length === 0) return undefined;
  const titles = new Map<string, string>(steps.map(({ name, title }) => [name, title]));
  const instruction = parked.map(({ name, because }) => `${titles.get(name) ?? name}: ${because}`).join(" · ");
  return { kind: "case-parked", occasion, facts: { since: time, steps: parked.length, instruction } };
}

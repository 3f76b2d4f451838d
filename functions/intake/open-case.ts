import { TryLaterError } from "../../shared/domain/errors.ts";
import { type OpenPorts, openCase, type Verdict } from "../../shared/domain/open-case.ts";
import type { Bucket, Inbox, StoredDelivery } from "../../shared/domain/ports/inbox.ts";
import { DeliveryMessage } from "../message.ts";

const strongestFirst: readonly Bucket[] = ["opened", "revised", "joined", "refused"];

/**
 * Handler of queue `intake`: turns each event of one stored delivery into a case, and settles the delivery in one bucket.
 * While the source or the directory does not answer, the delivery stays open, and the sweep brings it back every minute.
 */
export function openCaseHandler(inbox: Inbox, ports: OpenPorts): (message: unknown) => Promise<void> {
  return async (message) => {
    const { delivery: id, dueKey } = DeliveryMessage.parse(message);
    const delivery = await inbox.read(id);
    if (delivery === undefined || delivery.settled !== undefined) {
      if (dueKey !== undefined) await ports.due.remove(dueKey);
      return;
    }
    try {
      const verdict = await verdictOf(delivery, ports);
      await inbox.settle(id, verdict);
      ports.log({ event: "delivery-settled", delivery: id.row, bucket: verdict.bucket, caseId: verdict.caseId });
    } catch (error) {
      if (!(error instanceof TryLaterError)) throw error;
      ports.log({ event: "delivery-left-to-sweep", delivery: id.row });
    }
  };
}

async function verdictOf(delivery: StoredDelivery, ports: OpenPorts): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const event of delivery.events) verdicts.push(await openCase(event, ports));
  const strongest = strongestFirst.flatMap((bucket) => verdicts.filter((verdict) => verdict.bucket === bucket)).at(0);
  return strongest ?? { bucket: "refused", caseId: undefined, because: "the delivery names nobody" };
}

import { LeaverError } from "../../shared/domain/errors.ts";
import type { OpenPorts, Verdict } from "../../shared/domain/intake.ts";
import { openCase } from "../../shared/domain/open-case.ts";
import type { DirectoryEvent } from "../../shared/domain/ports/directory-events.ts";
import type { Bucket, Inbox, StoredEvent } from "../../shared/domain/ports/inbox.ts";
import { DeliveryMessage } from "../message.ts";

const strongestFirst: readonly Bucket[] = ["opened", "revised", "joined", "refused"];

/**
 * Handler of queue `intake`: turns each event of one stored delivery into a case, and settles the delivery in one bucket.
 * What an HR system told opens cases of leavers; `ofDirectory` deals with what the directory told. While the source or the directory does not answer, or refuses, the delivery stays open, and the sweep brings it back
 * every minute.
 */
export function openCaseHandler(
  inbox: Inbox,
  ports: OpenPorts,
  ofDirectory: (event: DirectoryEvent) => Promise<Verdict>,
): (message: unknown) => Promise<void> {
  const decide = async (event: StoredEvent) =>
    "employeeRef" in event ? await openCase(event, ports) : await ofDirectory(event);
  return async (message) => {
    const { delivery: id, dueKey } = DeliveryMessage.parse(message);
    const delivery = await inbox.read(id);
    if (delivery === undefined || delivery.settled !== undefined) {
      if (dueKey !== undefined) await ports.due.remove(dueKey);
      return;
    }
    const verdicts = await Promise.all(delivery.events.map((event) => verdictOf(() => decide(event))));
    const [settled, open] = [verdicts.filter(isVerdict), verdicts.filter((verdict) => verdict instanceof LeaverError)];
    for (const error of open) {
      // Nothing is lost: the delivery stays open, and every sweep tries again until the cause is mended (P1).
      ports.log({ event: "delivery-left-to-sweep", delivery: id.row, code: error.code, because: error.message });
    }
    if (open.length > 0) return;
    const verdict = strongest(settled);
    await inbox.settle(id, verdict);
    ports.log({ event: "delivery-settled", delivery: id.row, bucket: verdict.bucket, caseId: verdict.caseId });
  };
}

/** The verdict on one event, or the error that a person or time has to mend. One bad record stops no other one. */
async function verdictOf(decide: () => Promise<Verdict>): Promise<Verdict | LeaverError> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof LeaverError) return error;
    throw error;
  }
}

function isVerdict(verdict: Verdict | LeaverError): verdict is Verdict {
  return !(verdict instanceof LeaverError);
}

function strongest(verdicts: readonly Verdict[]): Verdict {
  const found = strongestFirst.flatMap((bucket) => verdicts.filter((verdict) => verdict.bucket === bucket)).at(0);
  return found ?? { bucket: "refused", caseId: undefined, because: "the delivery names nobody" };
}

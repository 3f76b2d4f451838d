import type { Connection } from "rhea";
import { breakConnection } from "../amqp/rhea-internals.ts";
import type { Entities } from "../entities.ts";
import type { Fault } from "../faults.ts";
import type { Surroundings } from "../store/message-queue.ts";

/** What every link of the broker works with. */
export interface LinkContext {
  readonly entities: Entities;
  readonly surroundings: Surroundings;
  readonly maxMessageBytes: number;
  /** Locks of a link that is gone end at once, instead of at their expiry. */
  readonly unlockAtOnce: boolean;
}

/** An operation at a fault point: what it does, and how its outcome reaches the client. */
export interface FaultableOperation {
  readonly connection: Connection;
  /** Has the effect. */
  readonly perform: () => void;
  /** Tells the client; called after `perform`. */
  readonly answer: () => void;
  /** Tells the client that the operation was refused; `perform` is not called. */
  readonly refuse: (condition: string, description: string) => void;
  /** Called in place of `answer` when the client shall not hear of it. */
  readonly silence: () => void;
}

/** Runs an operation as the faults want it; without faults, it is performed and answered. */
export function runWithFaults(context: LinkContext, faults: readonly Fault[], operation: FaultableOperation): void {
  let answer = operation.answer;
  for (const fault of faults) {
    if (fault.kind === "delay") {
      const { clock } = context.surroundings;
      const others = faults.filter((other) => other !== fault);
      clock.at(clock.now() + fault.ms, () => runWithFaults(context, others, operation));
      return;
    }
    if (fault.kind === "reject") {
      operation.refuse(fault.condition, fault.description ?? "A scripted fault of the broker");
      return;
    }
    if (fault.kind === "drop-connection" && fault.when === "before") {
      breakConnection(operation.connection, false);
      return;
    }
    if (fault.kind === "lose-answer") answer = operation.silence;
    if (fault.kind === "drop-connection") answer = () => breakConnection(operation.connection, true);
  }
  operation.perform();
  answer();
}

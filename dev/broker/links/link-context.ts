import type { Connection } from "rhea";
import type { LocalCertificate } from "../../certificates.ts";
import { breakConnection } from "../amqp/rhea-internals.ts";
import type { Fault } from "../faults.ts";
import type { Entities } from "../namespace/entities.ts";
import type { Surroundings } from "../store/surroundings.ts";

/** What every link of the broker works with. */
export interface LinkContext {
  /** Another object after a restart: never keep it. */
  readonly entities: Entities;
  readonly surroundings: Surroundings;
  readonly maxMessageBytes: number;
  /** Locks of a link that broke end at once, instead of at their expiry. */
  readonly unlockAtOnce: boolean;
  /** Keys by name, against which shared access signatures are checked; undefined takes every token. */
  readonly accessKeys: Readonly<Record<string, string>> | undefined;
  /** Opens the port for TLS too. */
  readonly certificate: LocalCertificate | undefined;
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

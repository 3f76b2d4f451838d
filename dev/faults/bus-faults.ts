import type { Fault, FaultPoint, Faults } from "../broker/faults.ts";
import type { FaultFile } from "./fault-file.ts";
import { strikes } from "./strikes.ts";

type Named = FaultFile["bus"][number]["faults"][number];

/** Orders the broker's rules: one for each fault of a rule, of which each operation meets at most one. */
export function orderBusFaults(faults: Pick<Faults, "add">, { bus, seed }: FaultFile): void {
  bus.forEach((rule, index) => {
    const strike = strikes(rule, seed + 1_000 + index);
    // One draw for all faults of the rule: the broker asks each in turn about the same operation, a whole batch perhaps.
    let drawn: Named | undefined;
    rule.faults.forEach((named, place) => {
      faults.add({
        at: rule.at,
        fault: faultOf(rule.at, named, seed),
        ...(rule.entity !== undefined && { entity: rule.entity }),
        chance: () => {
          if (place === 0) drawn = strike();
          return drawn === named;
        },
      });
    });
  });
}

function faultOf(at: FaultPoint, named: Named, seed: number): Fault {
  if (typeof named === "object") return { kind: "delay", ms: named.delayMs };
  switch (named) {
    case "busy-before":
      return { kind: "reject", condition: "com.microsoft:server-busy" };
    case "lost-answer":
      return { kind: "lose-answer" };
    case "cut-before":
      return { kind: "drop-connection", when: "before" };
    case "cut-after":
      return { kind: "drop-connection", when: "after" };
    case "twice":
      return { kind: "deliver-twice" };
    case "shuffled":
      return { kind: "shuffle", seed };
    case "lock-lost":
      return { kind: "expire-lock" };
    default:
      throw new RangeError(`"${named satisfies never}" cannot happen at ${at}`);
  }
}

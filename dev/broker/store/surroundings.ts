import type { VirtualClock } from "../../clock.ts";
import type { Faults } from "../faults.ts";
import type { Operations } from "../operations.ts";

/** What every entity of one broker shares. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly operations: Operations;
  /** Told after every change that a data file would have to record. */
  readonly changed: () => void;
}

import { type SweepPorts, sweep } from "../../shared/domain/sweep.ts";

/** Every minute, at second 0, UTC. Missing or doubled runs change nothing (RULE 14). */
export const sweepSchedule = "0 * * * * *";

/** Handler of the timer that wakes what is due. */
export function sweepHandler(ports: SweepPorts): () => Promise<void> {
  return async () => await sweep(ports);
}

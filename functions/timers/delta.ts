import { type ChangesPorts, readChanges } from "../../shared/domain/read-changes.ts";

/** Every 15 minutes, UTC, at a second when little else begins. A missed run costs time and nothing else (RULE 11). */
export const deltaSchedule = "20 */15 * * * *";

/** Handler of the timer that reads what happened to the directory's users. */
export function deltaHandler(ports: ChangesPorts): () => Promise<void> {
  return async () => await readChanges(ports);
}

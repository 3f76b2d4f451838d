import { z } from "zod";
import { setOffset, type VirtualClock } from "../clock.ts";
import { JsonFile } from "../json-file.ts";

const Content = z.object({ offsetMs: z.number().nonnegative(), now: z.iso.datetime() });

/**
 * Lets virtual time go on where the last run with this file left it, and keeps every later move. For the time before
 * anything starts that reads the clock.
 *
 * @returns ends the keeping, with a last write
 * @throws {JsonFileError} the file cannot be used
 */
export function keepClock(clock: VirtualClock, path: string): () => void {
  const file = new JsonFile(path, Content, () => ({
    offsetMs: clock.offsetMs(),
    now: new Date(clock.now()).toISOString(),
  }));
  const kept = file.read();
  const machineNow = clock.now() - clock.offsetMs();
  // The machine's clock may have been set back meanwhile; virtual time never is.
  if (kept !== undefined) setOffset(Math.max(kept.offsetMs, Date.parse(kept.now) - machineNow));
  file.write();
  const stopListening = clock.onAdvance(() => file.write());
  return () => {
    stopListening();
    file.write();
  };
}

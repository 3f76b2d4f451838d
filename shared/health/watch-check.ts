import type { WatchHealth } from "../domain/watch-directory.ts";
import { type Check, failed, ok, skipped, warning } from "./check.ts";

/** Rounds come every 15 minutes. In milliseconds. */
const lateMs = 3_600_000;
/** Notifications may be late without anybody being at fault. In milliseconds. */
const silentMs = 2 * 3_600_000;

/** Whether what happens to accounts outside Leaver is noticed: the delta queries, and beside them the notifications. */
export function watchCheck(look: () => Promise<WatchHealth>, now: () => number = Date.now): Check {
  return {
    id: "graph.delta",
    async look() {
      const { lastDeltaAt, lastNotificationAt, unheardSince } = await look();
      if (lastDeltaAt === undefined)
        return skipped("the directory's changes have not been read yet: the first time is within 15 minutes");
      if (now() - Date.parse(lastDeltaAt) >= lateMs) {
        return failed(
          `the directory's changes were last read at ${lastDeltaAt}`,
          "Look in the log for directory-changes-not-read, and whether the function delta is disabled",
        );
      }
      const heard =
        lastNotificationAt === undefined
          ? "no notification has come yet"
          : `last notification at ${lastNotificationAt}`;
      if (unheardSince !== undefined && now() - Date.parse(unheardSince) >= silentMs) {
        return warning(
          `changes since ${unheardSince} were found by reading, and no notification told of them; ${heard}`,
          "Nothing is lost: deletions are noticed within 15 minutes. If it lasts for days, look whether PUBLIC_ORIGIN answers from the Internet",
        );
      }
      return ok(`changes last read at ${lastDeltaAt}; ${heard}`);
    },
  };
}

import { epochMs, instant } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Clock } from "./ports/clock.ts";
import type { Directory } from "./ports/directory.ts";
import type { CaseList } from "./ports/ledger.ts";

export interface WavePorts {
  readonly caseList: CaseList;
  readonly directory: Pick<Directory, "headcount">;
  readonly policy: Policy;
  readonly clock: Clock;
}

const dayMs = 24 * 3_600_000;

/**
 * The mass-termination breaker (R-09, P8): more cases opened within 24 hours than the policy lets pass, by number and by
 * share. The directory is asked for its size only when the number alone would break.
 *
 * @returns what a person has to know and do; undefined when so few people leave that nobody has to look
 * @throws {TryLaterError} the directory cannot say how many people there are
 */
export async function waveBefore({ caseList, directory, policy, clock }: WavePorts): Promise<string | undefined> {
  const { people, share } = policy.breaker;
  const since = instant(epochMs(clock.now()) - dayMs);
  if ((await caseList.countSince(since, people + 1)) <= people) return undefined;
  const most = Math.max(people, Math.floor(share * (await directory.headcount())));
  const leaving = most === people ? most + 1 : await caseList.countSince(since, most + 1);
  if (leaving <= most) return undefined;
  return `More than ${most} people leave within 24 hours: check the HR data, then start, approve or cancel each case (R-09)`;
}

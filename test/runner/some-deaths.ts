import { seededRandom } from "../../dev/seeded-random.ts";
import type { Crossing } from "../fakes/process-border.ts";

/** Tests that kill processes say it in their names, so that a run can be repeated. */
export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** So many deaths for each step in one run, others in the next; `DEATHS=1000` tries all. */
const most = Number(process.env.DEATHS ?? 5);

export interface Death {
  readonly crossing: Crossing;
  /** Number of the crossing, from 1. */
  readonly at: number;
}

/** Where a process is to die in one run of the tests: some of these places, by chance. */
export function someDeaths(places: readonly Death[]): readonly Death[] {
  const random = seededRandom(seed);
  const drawn = places.map((place) => ({ place, lot: random() })).toSorted((a, b) => a.lot - b.lot);
  return drawn.slice(0, most).map(({ place }) => place);
}

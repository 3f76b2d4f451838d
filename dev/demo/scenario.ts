import type { CaseAsShown } from "../stack/ops-client.ts";
import type { Scene } from "../stack/scene.ts";

/** Something that happens later in a story. */
export interface Act {
  /** Whole days after the demo's begin. */
  readonly day: number;
  /** As the demo prints it. */
  readonly what: string;
  readonly play: (scene: Scene) => Promise<void> | void;
}

/** One story of the demo: what happens to whom, and what must be true at the end. */
export interface Scenario {
  /** Key of the person in the simulated company. */
  readonly who: string;
  readonly title: string;
  /** What HR and senders do on the first day; undefined: nothing yet. */
  readonly play?: (scene: Scene) => Promise<void>;
  /** What happens on later days, in their order. */
  readonly acts?: readonly Act[];
  /** What is wrong at the end, judged by the tenant and the operator's API; empty when all is as it should be. */
  readonly faults: (scene: Scene, cases: readonly CaseAsShown[]) => readonly string[];
}

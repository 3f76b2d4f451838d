import type { Instant, StepName } from "./ids.ts";

/** How a step ended, or why it has not ended yet. */
export type Outcome =
  /** Changed, and seen in the tenant afterwards. */
  | { readonly kind: "done" }
  /** The wanted state was there before: nothing was written. */
  | { readonly kind: "unchanged" }
  /** The policy, or the leaver's situation, makes the step pointless. */
  | { readonly kind: "skipped"; readonly because: string }
  | { readonly kind: "waiting"; readonly until: Instant; readonly because: string }
  /** Another step has to be seen finished first: it is pending again, and counts as tried. */
  | { readonly kind: "behind"; readonly step: StepName; readonly because: string }
  /** A person must act; `because` is the instruction. */
  | { readonly kind: "parked"; readonly because: string };

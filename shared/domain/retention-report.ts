import { z } from "zod";
import { stepRecord } from "./case.ts";
import type { Instant } from "./ids.ts";
import type { RetentionClocks } from "./retention-clocks.ts";
import { Cost, type Risk } from "./risk.ts";
import type { StepInput } from "./step.ts";

const Reported = z.object({ costs: z.array(Cost) });

/** What an archived OneDrive is going to cost, unless another step of the case has said so already (FACT-03). */
export function unreportedCosts(costs: readonly Cost[], { steps }: Pick<StepInput, "steps">): Cost[] {
  const { costs: reported = [] } = Reported.safeParse(stepRecord(steps, "read-drive-clocks")?.evidence).data ?? {};
  return reported.length > 0 ? [] : [...costs];
}

/** What stays open about a OneDrive that is left. @param onHold undefined: not known */
export function retentionRisks(clocks: RetentionClocks, onHold: boolean | undefined): Risk[] {
  const day = (at: Instant) => at.slice(0, 10);
  const { driveArchivedFrom } = clocks;
  const risks: (Risk | false)[] = [
    onHold !== false && {
      rule: "R-35",
      what:
        onHold === undefined
          ? "Whether a hold covers the OneDrive is not known: it counts as held, and no end is named"
          : "A hold covers the OneDrive: it stays until the hold is lifted, and for a while longer, whatever date the service announces (FACT-19)",
    },
    driveArchivedFrom !== undefined && {
      rule: "FACT-03",
      what: `The OneDrive has no licence: archived on ${day(driveArchivedFrom)}, then out of reach for everybody until somebody pays`,
    },
  ];
  return risks.filter((risk) => risk !== false);
}

import { isFinished, stepRecord } from "./case.ts";
import { epochMs, type Instant, instant } from "./ids.ts";
import type { Hindrance, StepInput } from "./step.ts";

const minuteMs = 60_000;
/** How long what was done on premises may take to show here: a cycle of synchronisation is 30 minutes by default. */
const syncMs = 40 * minuteMs;
/** An agent is asked and answers with nothing but the state: 3 hours or more (REQ-11). */
const agentMs = 240 * minuteMs;
const lookAgainMs = 10 * minuteMs;

/**
 * What stands in the way of a change that Active Directory has to make. All of it is asked for at once, by
 * `ask-on-premises`; the steps stand behind that one and then look, so that a person reads one task (REQ-13, R-61).
 *
 * @param instruction what is left for a person when it is still not seen after all that
 */
export function leftToActiveDirectory(
  { steps, settings, clock }: Pick<StepInput, "steps" | "settings" | "clock">,
  instruction: string,
): Hindrance {
  const asked = stepRecord(steps, "ask-on-premises");
  if (asked === undefined || asked.state === "skipped") return { kind: "person", because: instruction };
  if (!isFinished(asked)) {
    return {
      kind: "step",
      step: asked.name,
      because: "Active Directory has to make this change: ask-on-premises asks",
    };
  }
  const patienceMs = settings.onPremises === "agent" ? agentMs : syncMs;
  const end = after(asked.finishedAt ?? clock.now(), patienceMs);
  if (clock.now() >= end) return { kind: "person", because: instruction };
  const next = after(clock.now(), lookAgainMs);
  return { kind: "wait", until: next < end ? next : end, because: "the change in Active Directory does not show yet" };
}

function after(at: Instant, ms: number): Instant {
  return instant(epochMs(at) + ms);
}

import type { LogEntry } from "../host/log.ts";

/** A step that ended in the product, as its log line says. */
export interface StepEnded {
  readonly caseId: string;
  readonly step: string;
  readonly outcome: string;
}

/** Reads the product's log lines and hands on the steps that ended. Lines that are no JSON are not the product's own. */
export function stepsFromLog(onStep: (ended: StepEnded) => void): (entry: LogEntry) => void {
  return ({ message }) => {
    if (!message.includes('"step-ended"')) return;
    const line = JSON.parse(message.slice(message.indexOf("{"))) as Partial<StepEnded>;
    const { caseId, step, outcome } = line;
    if (caseId !== undefined && step !== undefined && outcome !== undefined) onStep({ caseId, step, outcome });
  };
}

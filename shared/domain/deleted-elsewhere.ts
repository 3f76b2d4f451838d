import { type CaseFile, type CaseRecord, isClosed, isFinished, type StepRecord, stepOf } from "./case.ts";
import type { CaseSettings } from "./case-settings.ts";
import type { Cloud } from "./cloud.ts";
import type { Command } from "./commands.ts";
import { hashOf } from "./hash.ts";
import type { Instant } from "./ids.ts";
import { eventMessage, stepMessage } from "./messages.ts";
import { makePlan } from "./plan.ts";
import { type Policy, settingsFor } from "./policy.ts";
import type { Change } from "./ports/ledger.ts";
import { readySteps } from "./progress.ts";
import type { Step } from "./step.ts";

/** The step that deletes the account itself. */
export const deleting = "delete-account";
/** Audit row and event of a deletion that was not the case's own. */
export const accountDeletedElsewhere = "case.account-deleted-elsewhere";

/** What plans are made with. */
export interface PlanPorts {
  readonly steps: readonly Step[];
  readonly policy: Policy;
  readonly cloud: Cloud;
}

/** When an account went to the bin, and when it is removed from there for good (FACT-10). */
export interface Deletion {
  readonly deletedAt: Instant;
  readonly purgedAt: Instant;
}

/** The case has deleted the account, or is about to see that it did; or it was told already that somebody else did. */
export function knowsOfDeletion(file: CaseFile): boolean {
  const step = stepOf(file, deleting);
  if (step === undefined || step.state === "skipped") return false;
  // A call that was refused parked the step: whoever deleted the account then was somebody else.
  return isFinished(step) || (step.intent !== undefined && step.state !== "parked");
}

/**
 * The case goes on with what a deleted account still allows (REQ-41): steps that need the account end as skipped, the deletion
 * is seen, and the retention that the plan left out becomes due, all in one change. A paused case stays paused.
 *
 * @returns undefined when there is nothing left to say about it
 */
export function deletedElsewhere(
  file: CaseFile,
  deletion: Deletion,
  command: Command,
  ports: PlanPorts,
): Change | undefined {
  if (isClosed(file.record.status) || knowsOfDeletion(file)) return undefined;
  const settings = endOf(file.record.settings ?? settingsFor(ports.policy, {}));
  const wanted = makePlan(ports.steps, ports.policy, { kind: "leaver", settings, cloud: ports.cloud });
  const lasting = new Set(ports.steps.filter(outlivesAccount).map(({ name }) => name));
  const due = new Set(wanted.steps.filter(({ state }) => state === "pending").map(({ name }) => name));
  const turned = file.steps.map((step): StepRecord => {
    if (step.name === deleting) return seenDeleted(step, deletion, command.at);
    if (lasting.has(step.name)) return due.has(step.name) ? takenUp(step) : step;
    return isFinished(step) || step.state === "cancelled" ? step : outOfReach(step, deletion, command.at);
  });
  const paused = file.record.status === "paused";
  const freed = paused ? [] : readySteps(turned, command.at);
  const steps = turned.map((step) => freed.find(({ name }) => name === step.name) ?? step);
  const changed = steps.filter((step, index) => step !== file.steps[index]);
  const ended = changed.filter(isFinished);
  const names = new Set<string>(ended.map(({ name }) => name));
  return {
    record: { ...standing(file.record, steps, deletion, command.at), settings },
    steps: changed,
    audit: {
      actor: command.actor,
      what: accountDeletedElsewhere,
      because: command.because,
      details: {
        ...deletion,
        // In place of a row for each of them: what their evidence is held against.
        ended: Object.fromEntries(ended.map(({ name, evidence }) => [name, hashOf(evidence ?? null)])),
      },
    },
    send: [
      ...freed.map((step) => stepMessage(file.record.caseId, step)),
      eventMessage(file.record, accountDeletedElsewhere, command.at, {
        deletedAt: deletion.deletedAt,
        skipped: ended.flatMap(({ name, state }) => (state === "skipped" ? [name] : [])),
      }),
    ],
    handled: file.outbox.flatMap(({ body, messageId }) =>
      body.kind === "step" && names.has(body.step) ? [messageId] : [],
    ),
  };
}

/** Retention, and what closes a case, can be done without the account. */
function outlivesAccount({ kinds, section }: Step): boolean {
  return kinds.includes("retention") || section === "close";
}

/** The policy wanted the account to stay: it is gone all the same. */
function endOf(settings: CaseSettings): CaseSettings {
  const stays = settings.end === "living-account" || settings.end === "suspend";
  return stays ? { ...settings, end: "plain-deletion" } : settings;
}

function seenDeleted(step: StepRecord, deletion: Deletion, at: Instant): StepRecord {
  const { because: _, ...rest } = step;
  const evidence = { ...deletion, licences: [], seats: [], costs: [], risks: [] };
  return { ...rest, state: "unchanged", generation: step.generation + 1, finishedAt: at, evidence };
}

/** What was left out because the account was to stay; what the policy leaves out anyway is not due. */
function takenUp(step: StepRecord): StepRecord {
  if (step.state !== "skipped" || step.generation > 0) return step;
  const { because: _, ...rest } = step;
  return { ...rest, state: "pending" };
}

/** Under a new generation: whatever is under way for the one before is not for it any more (RULE 15). */
function outOfReach(step: StepRecord, { deletedAt }: Deletion, at: Instant): StepRecord {
  return {
    ...step,
    state: "skipped",
    generation: step.generation + 1,
    finishedAt: at,
    because: `The account was deleted elsewhere at ${deletedAt}: this can no longer be done`,
    ...(step.state === "changing" && { crossed: true }),
  };
}

function standing(
  record: CaseRecord,
  steps: readonly StepRecord[],
  { deletedAt }: Deletion,
  at: Instant,
): Partial<CaseRecord> {
  const because = `the account was deleted elsewhere at ${deletedAt}`;
  if (record.status === "paused") return { because: `${record.because ?? "paused"} · ${because}` };
  const startedAt = record.startedAt ?? at;
  if (steps.every(isFinished)) return { status: "done", startedAt, closedAt: at, because };
  const parked = steps.some(({ state }) => state === "parked");
  return { status: parked ? "parked" : "running", startedAt, because };
}

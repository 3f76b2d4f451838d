import { randomUUID } from "node:crypto";
import { steps } from "../functions/steps.ts";
import { genesis } from "../shared/domain/audit.ts";
import type { CaseFile, CaseRecord, StepRecord } from "../shared/domain/case.ts";
import { randomName } from "../shared/domain/hash.ts";
import { CaseId, type Instant, instant, LeaverId, SourceName } from "../shared/domain/ids.ts";
import { makePlan } from "../shared/domain/plan.ts";
import { Policy, settingsFor } from "../shared/domain/policy.ts";

/** A moment to count from. */
export const noon: Instant = instant(Date.parse("2026-03-31T12:00:00Z"));

/** A running case of somebody, with the lockout still pending. */
export function aRecord(changes: Partial<CaseRecord> = {}): Omit<CaseRecord, "seq" | "head"> {
  return {
    caseId: CaseId.parse(`case-${randomName()}`),
    version: 1,
    kind: "leaver",
    status: "running",
    leaverId: LeaverId.parse(randomUUID()),
    source: SourceName.parse("bamboohr"),
    employeeRef: "101",
    employmentKey: "key",
    acceptedAt: noon,
    openedAt: noon,
    startedAt: noon,
    planHash: "plan",
    revision: 1,
    ...changes,
  };
}

/** The frozen plan of a lockout, with some steps as given. */
export function somePlan(states: Record<string, Partial<StepRecord>> = {}): readonly StepRecord[] {
  const policy = Policy.parse({ defaults: { end: "suspend" } });
  const { steps: records } = makePlan(steps, policy, { settings: settingsFor(policy, {}), cloud: "worldwide" });
  return records.map((record) => ({ ...record, ...states[record.name] }));
}

/** A case file as the ledger would load it. */
export function aFile(changes: Partial<CaseRecord> = {}, states: Record<string, Partial<StepRecord>> = {}): CaseFile {
  const record = aRecord(changes);
  return {
    record: { ...record, seq: 1, head: genesis(record.caseId), ...changes },
    steps: somePlan(states),
    outbox: [],
    etag: "",
  };
}

import { type CaseFile, isClosed, stepOf } from "./case.ts";
import type { LeaverId } from "./ids.ts";
import { type Policy, settingsFor } from "./policy.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ledger, Subjects } from "./ports/ledger.ts";
import type { Step, StepInput } from "./step.ts";
import type { Tenant } from "./tenant.ts";

/** What a step's input is made of, besides its case. */
export interface InputPorts {
  readonly tenant: Tenant;
  readonly policy: Policy;
  readonly subjects: Pick<Subjects, "holder">;
  readonly ledger: Pick<Ledger, "load">;
  readonly clock: Clock;
}

/** What a step of this case is given now. A case of an older build has no settings of its own: the policy's usual ones count. */
export function stepInput(step: Pick<Step, "name">, file: CaseFile, ports: InputPorts): StepInput {
  const own = stepOf(file, step.name);
  const follows = file.steps.filter((one) => own?.needs.includes(one.name) || own?.after.includes(one.name));
  const finished = follows.flatMap((one) => one.finishedAt ?? []).toSorted();
  return {
    case: file.record,
    leaver: { id: file.record.leaverId },
    before: own?.before,
    wanted: own?.wanted,
    since: finished.at(-1) ?? file.record.startedAt ?? file.record.openedAt,
    steps: file.steps,
    tenant: ports.tenant,
    policy: ports.policy,
    settings: file.record.settings ?? settingsFor(ports.policy, {}),
    leaving: async (id) => await isLeaving(id, ports),
    clock: ports.clock,
  };
}

async function isLeaving(id: LeaverId, { subjects, ledger }: InputPorts): Promise<boolean> {
  const holder = await subjects.holder(id);
  const file = holder && (await ledger.load(holder));
  // Whoever is being restored stays.
  return file !== undefined && file.record.kind !== "restore" && !isClosed(file.record.status);
}

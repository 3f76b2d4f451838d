import { z } from "zod";
import { stepRecord } from "./case.ts";
import type { CaseSettings } from "./case-settings.ts";
import { custodianFrom, successorOf } from "./custodian.ts";
import { LeaverId } from "./ids.ts";
import type { Contact } from "./ports/directory.ts";
import type { StepInput } from "./step.ts";

type Input = Pick<StepInput, "leaver" | "steps" | "tenant" | "policy" | "leaving" | "settings">;

const AtDeletion = z.object({ managerId: LeaverId });
const AtStart = z.object({ account: AtDeletion });

/**
 * Who the leaver's manager was: as the account stood right before its deletion, else when the case began, else as the bin
 * of the directory shows it, which Microsoft does not promise.
 */
async function formerManager({ leaver, steps, tenant }: Input): Promise<LeaverId | undefined> {
  const known =
    AtDeletion.safeParse(stepRecord(steps, "delete-account")?.before).data ??
    AtStart.safeParse(stepRecord(steps, "snapshot")?.evidence).data?.account;
  return known?.managerId ?? (await tenant.deletedAccounts.managerOf(leaver.id));
}

/** Who is told what becomes of a deleted account's files: never nobody without an alarm. Looked up fresh. */
export async function custodianAfterDeletion(input: Input): Promise<Contact | undefined> {
  return await custodianFrom(await formerManager(input), input);
}

/** Who gets the OneDrive of a deleted account by the settings: the custodian, or the one that they name. */
export async function heirOf(input: Input): Promise<Contact | undefined> {
  const { to } = input.settings.drive;
  return to === "custodian" ? await custodianAfterDeletion(input) : await successorOf(to, input);
}

/** Why nobody is given the OneDrive, and so nobody is told of its end; undefined: somebody is. */
export function withoutHeir({ drive }: CaseSettings): string | undefined {
  if (drive.handOver === "nothing") return "The policy hands no OneDrive over";
  return drive.to === "nobody" ? "The policy hands the OneDrive to nobody" : undefined;
}

import type { CaseFile } from "./case.ts";
import { changeFile, type LedgerPorts } from "./commit.ts";
import type { Change } from "./ports/ledger.ts";
import { disarm } from "./rearm.ts";

/** Commits the end of a case and takes its entry out of the due index, last. */
export async function endCase(
  file: CaseFile,
  ports: LedgerPorts,
  decide: (latest: CaseFile) => Change | undefined,
): Promise<CaseFile | undefined> {
  const ended = await changeFile(file, ports, decide);
  if (ended !== undefined) await disarm(ended, ports);
  return ended;
}

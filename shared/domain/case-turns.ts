import type { CaseFile } from "./case.ts";
import type { CaseId } from "./ids.ts";

const mostKnown = 500;

/**
 * Lets the writers of one case in this process go one after another, each starting from what the last one wrote. It saves
 * lost races between steps that run beside each other; between processes the ETag of the case row decides, as always.
 */
export class CaseTurns {
  readonly #tails = new Map<CaseId, Promise<unknown>>();
  /** The newest file that this process wrote, oldest case first. Only ever a first guess: the ETag is checked. */
  readonly #known = new Map<CaseId, CaseFile>();

  /** Runs `work` when all earlier turns of this case are over. `newest` is `file`, or what was written since. */
  async take(file: CaseFile, work: (newest: CaseFile) => Promise<CaseFile | undefined>): Promise<CaseFile | undefined> {
    const { caseId } = file.record;
    const before = this.#tails.get(caseId) ?? Promise.resolve();
    const turn = before.then(async () => this.#keep(await work(this.#newest(file))));
    const tail = turn.catch(() => undefined);
    this.#tails.set(caseId, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(caseId) === tail) this.#tails.delete(caseId);
    }
  }

  #newest(file: CaseFile): CaseFile {
    const known = this.#known.get(file.record.caseId);
    return known !== undefined && known.record.seq > file.record.seq ? known : file;
  }

  #keep(written: CaseFile | undefined): CaseFile | undefined {
    if (written === undefined) return undefined;
    this.#known.delete(written.record.caseId);
    this.#known.set(written.record.caseId, written);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
    return written;
  }
}

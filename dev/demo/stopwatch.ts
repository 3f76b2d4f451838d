/** Lockouts that are under way, as a person who watches would time them: from the first step that ended. Real seconds. */
export class Stopwatch {
  readonly #startedAt = new Map<string, number>();
  #lockedOut = 0;

  /** A step of this case ended; the proof of the lockout stops its watch. */
  saw(caseId: string, step: string, outcome: string): void {
    if (step === "snapshot" && outcome === "done") this.#startedAt.set(caseId, performance.now());
    if (step !== "confirm-lockout" && outcome !== "parked") return;
    if (this.#startedAt.delete(caseId) && outcome !== "parked") this.#lockedOut += 1;
  }

  /** For the line that shows that the demo is at work; empty while nothing runs. */
  reading(): string {
    const oldest = Math.min(...this.#startedAt.values());
    if (this.#startedAt.size === 0) return "";
    const seconds = ((performance.now() - oldest) / 1_000).toFixed(1);
    return `⏱ ${this.#startedAt.size} lockouts running, the longest for ${seconds} s · ${this.#lockedOut} people locked out`;
  }
}

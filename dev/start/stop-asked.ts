/** A terminal and npm both pass one Ctrl+C on: what comes so soon after it is the same one. Milliseconds. */
const SAME_MS = 500;

/** Resolves when somebody wants the process to stop: Ctrl+C, `kill`, a closed terminal. Asked again, it ends at once. */
export function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        const now = performance.now();
        if (askedAt !== undefined && now - askedAt > SAME_MS) process.exit(130);
        if (askedAt !== undefined) return;
        askedAt = now;
        console.log("\nStopping: what runs is finished first. Ctrl+C again ends at once.");
        resolve();
      });
    }
  });
}

/** What a check found, and what to do where it is not as it should be. Both name settings, roles and commands, never a secret or a person. */
export type Finding =
  | { readonly status: "ok" | "skipped"; readonly found: string }
  | { readonly status: "warning" | "error"; readonly found: string; readonly todo: string };

/** One thing to look at, without changing anything. */
export interface Check {
  /** What it looks at, broad before narrow: `tables.due`. */
  readonly id: string;
  /** Milliseconds of real time until it counts as unanswered; `usualLimitMs` when left out. */
  readonly limitMs?: number;
  /** May throw: the runner makes an error of it, with an advice where the error has one. */
  look(): Promise<Finding> | Finding;
}

export const usualLimitMs = 30_000;

export const ok = (found: string): Finding => ({ status: "ok", found });
export const skipped = (found: string): Finding => ({ status: "skipped", found });
export const warning = (found: string, todo: string): Finding => ({ status: "warning", found, todo });
export const failed = (found: string, todo: string): Finding => ({ status: "error", found, todo });

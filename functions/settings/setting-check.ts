import { type Check, failed, ok } from "../../shared/health/check.ts";
import { SettingError } from "./require.ts";

/** One group of settings: what became of reading it, and what it says when it could be read. */
export interface Setting<T> {
  readonly check: Check;
  /** Undefined: it is wrong. */
  readonly value: T | undefined;
}

/** Reads a group of settings; the check tells what is wrong with it, or what it says. */
export function setting<T>(id: string, read: () => T, say: (value: T) => string): Setting<T> {
  try {
    const value = read();
    return { value, check: { id, look: () => ok(say(value)) } };
  } catch (error) {
    const found = error instanceof SettingError ? error.message : "the settings cannot be used";
    return { value: undefined, check: { id, look: () => failed(found, adviceFor(id, found)) } };
  }
}

function adviceFor(id: string, found: string): string {
  if (found.includes("could not be read from Key Vault")) {
    return "Give the app's identity the role Key Vault Secrets User on the vault, and check that the secret of the reference is there";
  }
  if (id === "settings.policy")
    return "Look at it with npm run policy -- check, which names line and column, and correct it";
  return "Correct this setting, then restart the app; local.settings.sample.json names all of them";
}

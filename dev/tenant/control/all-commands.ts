import { evidenceCommands } from "../evidence/commands.ts";
import type { Command } from "./command.ts";
import { coreCommands } from "./commands.ts";

/** Every command of the control port: the core's, then one line for each area. */
export const allCommands: readonly Command[] = [...coreCommands, ...evidenceCommands];

import { z } from "zod";
import { type Command, command } from "../control/command.ts";
import { exportByHand } from "./changes.ts";

const Order = z.strictObject({ action: z.string().optional(), status: z.string().optional() });

/** What an operator does in Purview. */
export const evidenceCommands: readonly Command[] = [
  command(
    "ediscovery/:key/export",
    'an operator exports what a search of the case with this name or id found: {}, or how it ends: {"status": "failed"}',
    Order,
    ({ state }, key, order) => exportByHand(state, key, order),
  ),
];

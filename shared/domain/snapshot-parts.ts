import { z } from "zod";
import { stepRecord } from "./case.ts";
import { LeaverError } from "./errors.ts";
import type { StepInput } from "./step.ts";

/** A list as the snapshot keeps it: a person in 500 groups must not fill the ledger. */
export const KeptList = z.object({ count: z.int(), first: z.array(z.unknown()) });
export type KeptList = z.infer<typeof KeptList>;

/** A part that could not be read, and why. Instructions of errors have no personal data. */
export const NotRead = z.object({ notRead: z.string() });
export type NotRead = z.infer<typeof NotRead>;

const mostIds = 200;
const mostFacts = 25;

/** Ids, the first ones of very many, with the count of all. */
export function keptIds(ids: readonly string[]): KeptList {
  return { count: ids.length, first: ids.slice(0, mostIds) };
}

/** Objects of ids and facts, the first ones of many, with the count of all. */
export function keptFacts(facts: readonly object[]): KeptList {
  return { count: facts.length, first: facts.slice(0, mostFacts) };
}

/**
 * What a port shows, or why it does not: lockout waits neither for a service that refuses nor for one that does not answer
 * . Nothing is lost by it: each step looks again and keeps what it replaces.
 *
 * @param kept undefined answers mean that the person has no mailbox
 */
export async function orNotRead<T, K>(answer: Promise<T | undefined>, kept: (shown: T) => K): Promise<K | NotRead> {
  try {
    const shown = await answer;
    return shown === undefined ? { notRead: "the leaver has no cloud mailbox" } : kept(shown);
  } catch (error) {
    if (error instanceof LeaverError) return { notRead: error.message };
    throw error;
  }
}

/** The same for what takes a permission that only this step of the plan brings: without the step nobody asks. */
export async function ifPlanned<T, K>(
  step: string,
  { steps }: Pick<StepInput, "steps">,
  ask: () => Promise<T>,
  kept: (shown: T) => K,
): Promise<K | NotRead> {
  const planned = stepRecord(steps, step);
  if (planned !== undefined && planned.state !== "skipped") return await orNotRead(ask(), kept);
  return { notRead: `the plan leaves ${step} out` };
}

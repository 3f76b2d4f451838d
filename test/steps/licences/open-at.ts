import type { StepRecord } from "../../../shared/domain/case.ts";
import { type CaseSettingsChange, changed, usualSettings } from "../../../shared/domain/case-settings.ts";
import { stepMessage } from "../../../shared/domain/messages.ts";
import { aRecord, somePlan } from "../../a-case.ts";
import { idOf, type Product } from "../../product/product.ts";
import { now } from "../../product/virtual-time.ts";

/** Opens a running case whose earlier steps stand as given, the others left out; the message of this step is on the way. */
export async function openAt(
  product: Product,
  who: string,
  name: string,
  { settings = {}, states = {} }: { settings?: CaseSettingsChange; states?: Record<string, Partial<StepRecord>> } = {},
) {
  const [at, leaverId] = [now(), idOf(who)];
  const frozen = { settings: changed(usualSettings, settings) };
  const record = aRecord({ leaverId, acceptedAt: at, openedAt: at, startedAt: at, ...frozen });
  const steps = somePlan().map((step): StepRecord => {
    if (step.name === name) return { ...step, state: "ready", generation: 1, readyAt: at };
    return { ...step, state: "skipped", because: "not part of this story", ...states[step.name] };
  });
  const send = steps.filter(({ state }) => state === "ready").map((step) => stepMessage(record.caseId, step));
  const { subjects, ledger, bus } = product.ports;
  // Nothing is taken that cannot be taken back from somebody who stays.
  product.terminate(who);
  await subjects.claim(leaverId, record.caseId, undefined);
  await ledger.open(record, { steps, audit: { actor: "leaver", what: "case.opened" }, send });
  await bus.send(send);
  return product.leaver(who);
}

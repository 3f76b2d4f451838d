import type { Effect } from "../../dev/tenant/effect-log.ts";
import type { Person } from "../../dev/tenant/model.ts";
import type { Tenant } from "../../dev/tenant/tenant.ts";
import { type CaseFile, type CaseRecord, isClosed, type StepRecord, stepOf } from "../../shared/domain/case.ts";
import { type CaseSettingsChange, changed, usualSettings } from "../../shared/domain/case-settings.ts";
import { approve, type Command, cancel, pause, resume, start } from "../../shared/domain/commands.ts";
import { changeFile } from "../../shared/domain/commit.ts";
import { endCase } from "../../shared/domain/end-case.ts";
import { type CaseId, type LeaverId, StepName } from "../../shared/domain/ids.ts";
import { stepMessage } from "../../shared/domain/messages.ts";
import type { OutgoingMessage } from "../../shared/domain/ports/bus.ts";
import { rearm } from "../../shared/domain/rearm.ts";
import { verifyCase } from "../../shared/domain/verify-case.ts";
import { aRecord, somePlan } from "../a-case.ts";
import type { MemoryBus } from "../fakes/memory-bus.ts";
import { now } from "./virtual-time.ts";
import type { Ports } from "./wiring.ts";

/** What a leaver is seen through: one process of the product, and what stands outside. */
interface Around {
  readonly ports: Ports;
  readonly bus: MemoryBus;
  readonly tenant: Tenant;
}

/** One person of a story: what the ledger says about them, and what the tenant saw. */
export class Leaver {
  readonly id: LeaverId;
  readonly #product: Around;

  constructor(product: Around, id: LeaverId) {
    this.#product = product;
    this.id = id;
  }

  /** The account with everything that belongs to it, as it really stands, whatever reads show meanwhile. */
  get person(): Person {
    return this.#product.tenant.state.person(this.id);
  }

  /**
   * Opens a running case in which the policy left out everything before this step; its message is on the way.
   *
   * @param settings what differs from the usual settings of a case
   */
  async at(name: string, settings: CaseSettingsChange = {}): Promise<this> {
    const at = now();
    const frozen = { settings: changed(usualSettings, settings) };
    const employeeRef = this.person.hrId ?? "nobody";
    const record = aRecord({ leaverId: this.id, employeeRef, acceptedAt: at, openedAt: at, startedAt: at, ...frozen });
    const plan = somePlan();
    const order = plan.find((step) => step.name === name)?.order ?? 0;
    const steps = plan.map((step): StepRecord => {
      if (step.order > order) return step;
      if (step.order === order) return { ...step, state: "ready", generation: 1, readyAt: at };
      return { ...step, state: "skipped", because: "not part of this story" };
    });
    const send = steps.filter((step) => step.state === "ready").map((step) => stepMessage(record.caseId, step));
    const { subjects, ledger, bus } = this.#product.ports;
    await subjects.claim(this.id, record.caseId, undefined);
    await ledger.open(record, { steps, audit: { actor: "leaver", what: "case.opened" }, send });
    await bus.send(send);
    return this;
  }

  /** An operator says what was done, and lets parked steps run again. */
  async resume(): Promise<void> {
    await rearm(await this.file(), this.#product.ports, (latest) => resume(latest, anOrder()));
  }

  /** A person allows the change that this parked step holds back. */
  async approve(name: string): Promise<void> {
    await rearm(await this.file(), this.#product.ports, (latest) => approve(latest, anOrder(), StepName.parse(name)));
  }

  async start(): Promise<void> {
    await rearm(await this.file(), this.#product.ports, (latest) => start(latest, anOrder()));
  }

  async cancel(): Promise<void> {
    await endCase(await this.file(), this.#product.ports, (latest) => cancel(latest, anOrder()));
  }

  async pause(): Promise<void> {
    await changeFile(await this.file(), this.#product.ports, (latest) => pause(latest, anOrder()));
  }

  async #caseId(): Promise<CaseId> {
    const found = await this.#product.ports.subjects.holder(this.id);
    if (found === undefined) throw new Error(`There is no case about ${this.person.key}`);
    return found;
  }

  /** The newest case of the person, as the ledger holds it. */
  async file(): Promise<CaseFile> {
    const found = await this.fileIfAny();
    if (found === undefined) throw new Error(`There is no case about ${this.person.key}`);
    return found;
  }

  async fileIfAny(): Promise<CaseFile | undefined> {
    const caseId = await this.#product.ports.subjects.holder(this.id);
    return caseId === undefined ? undefined : await this.#product.ports.ledger.load(caseId);
  }

  async record(): Promise<CaseRecord> {
    return (await this.file()).record;
  }

  async step(name: string): Promise<StepRecord> {
    const found = stepOf(await this.file(), name);
    if (found === undefined) throw new Error(`The case has no step ${name}`);
    return found;
  }

  /** State of each step, by name. */
  async states(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries((await this.file()).steps.map((step) => [step.name, step.state]));
  }

  /** What the audit says, oldest first. */
  async history(): Promise<readonly string[]> {
    const { caseId } = await this.record();
    return (await this.#product.ports.ledger.history(caseId)).map((row) => row.what);
  }

  /** The message for this step as it stands now, for a delivery of the test's own. */
  async message(name: string): Promise<OutgoingMessage> {
    const { record, steps } = await this.file();
    const step = steps.find((one) => one.name === name);
    if (step === undefined) throw new Error(`The case has no step ${name}`);
    return stepMessage(record.caseId, step);
  }

  /** What Leaver did to this person at the tenant, in order. */
  effects(): readonly Effect["operation"][] {
    return this.#product.tenant
      .effects()
      .flatMap(({ operation, personId, by }) => (personId === this.id && by === undefined ? [operation] : []));
  }

  /** Types of the events that told other systems about the case. */
  async events(): Promise<readonly string[]> {
    const caseId = await this.#caseId();
    const seen = new Map(this.#product.bus.sent.map((message) => [message.messageId, message.body]));
    return [...seen.values()].flatMap((body) => (body.kind === "event" && body.caseId === caseId ? [body.type] : []));
  }

  /** How many mails about this case went out. */
  async mails(): Promise<number> {
    const { caseId } = await this.record();
    const { mails } = this.#product.tenant.state;
    return mails.filter(({ headers }) => headers.some(({ value }) => value.startsWith(caseId))).length;
  }

  /** Names of the steps of this case that a message was ever sent for. */
  async called(): Promise<readonly string[]> {
    const caseId = await this.#caseId();
    const names = this.#product.bus.sent.flatMap(({ body }) =>
      body.kind === "step" && body.caseId === caseId ? [body.step] : [],
    );
    return [...new Set<string>(names)].toSorted();
  }

  /**
   * What does not hold about this case: its ledger (I3, P9), promises that nobody sent, or that wait although the case is
   * closed (I4), dead letters.
   */
  async faults(): Promise<readonly string[]> {
    const file = await this.file();
    const rows = await this.#product.ports.ledger.history(file.record.caseId);
    const sent = new Set(this.#product.bus.sent.map((message) => message.messageId));
    const waiting = file.outbox.filter((row) => isClosed(file.record.status) || !sent.has(row.messageId));
    return [
      ...verifyCase(file, rows).map((one) => one.because),
      ...waiting.map((row) => `the outbox still holds ${JSON.stringify(row.body)}`),
      ...this.#product.tenant.unhandled().map((request) => `the tenant did not understand ${request}`),
      ...this.#product.bus.deadLetters.map((message) => `dead letter ${JSON.stringify(message.body)}`),
    ];
  }
}

function anOrder(): Command {
  return { actor: "operator:test", because: "the test says so", at: now() };
}

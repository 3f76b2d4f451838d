import { randomUUID } from "node:crypto";
import { guidOf } from "../../dev/tenant/ids.ts";
import type { Tenant } from "../../dev/tenant/tenant.ts";
import { acceptDelivery } from "../../functions/intake/accept-delivery.ts";
import { directoryEventHandler } from "../../functions/intake/directory-event.ts";
import { openCaseHandler } from "../../functions/intake/open-case.ts";
import { StepMessage, WakeMessage } from "../../functions/message.ts";
import { steps } from "../../functions/steps.ts";
import { LeaverId, SourceName } from "../../shared/domain/ids.ts";
import type { Verdict } from "../../shared/domain/intake.ts";
import { openCase } from "../../shared/domain/open-case.ts";
import type { MessageBody, OutgoingMessage } from "../../shared/domain/ports/bus.ts";
import type { HrEvent, HrEventKind } from "../../shared/domain/ports/hr-records.ts";
import { runStep } from "../../shared/domain/run-step.ts";
import type { Step } from "../../shared/domain/step.ts";
import { sweep } from "../../shared/domain/sweep.ts";
import { wakeCase } from "../../shared/domain/wake-case.ts";
import type { MemoryBus } from "../fakes/memory-bus.ts";
import { ProcessBorder } from "../fakes/process-border.ts";
import { Leaver } from "./leaver.ts";
import { clock, day, now } from "./virtual-time.ts";
import { type Ports, type World, wired } from "./wiring.ts";

/** Object id of somebody of the simulated company. */
export function idOf(who: string): LeaverId {
  return LeaverId.parse(guidOf(`person/${who}`));
}

/** What a notice says besides who. */
export interface Notice {
  readonly source?: "bamboohr" | "payroll" | "approvals" | "people";
  readonly kind?: HrEventKind;
}

/** Steps that wait look again about as often, in milliseconds. */
const awakeMs = 5 * 60_000;

/** One process of the product, wired as `functions/main.ts` wires it, with the broker in the test's hand. */
export class Product {
  readonly world: World;
  readonly border = new ProcessBorder();
  readonly ports: Ports;

  constructor(world: World) {
    this.world = world;
    this.ports = wired(world, this.border);
  }

  get tenant(): Tenant {
    return this.world.tenant;
  }

  get bus(): MemoryBus {
    return this.world.bus;
  }

  /** Another process of the same product: same tables, broker and tenant, nothing else in common. */
  another(): Product {
    return new Product(this.world);
  }

  leaver(who: string): Leaver {
    return new Leaver(this, idOf(who));
  }

  /** HR records that this is the last working day; the product learns it by a notice, or not at all. */
  terminate(who: string, lastDay = day(-1)): void {
    this.tenant.state.hr.terminate(this.#hrId(who), { lastDay });
  }

  /** Stores a delivery about these people and announces it, as the webhook does after its checks. */
  async notice(whom: string | readonly string[], about: Notice = {}): Promise<void> {
    const events = [whom].flat().map((who) => this.event(who, about));
    const { inbox, bus, log } = this.ports;
    const delivery = { source: SourceName.parse(about.source ?? "bamboohr"), key: randomUUID(), receivedAt: now() };
    const announce = await acceptDelivery({ ...delivery, events }, { inbox, bus, log });
    await announce(1_000);
  }

  /** Decides about one notice, without the inbox. */
  async told(who: string, about: Notice = {}): Promise<Verdict> {
    return await openCase(this.event(who, about), this.ports);
  }

  /** Decides about a notice of BambooHR that names somebody by the id there, who need not exist. */
  async toldAbout(employeeRef: string): Promise<Verdict> {
    const source = SourceName.parse("bamboohr");
    return await openCase({ source, kind: "termination.recorded", employeeRef, receivedAt: now() }, this.ports);
  }

  /** What became of each stored delivery: exactly one bucket, or none yet (I8). */
  async deliveries(): Promise<readonly { readonly bucket: unknown; readonly caseId: unknown }[]> {
    const rows = await Array.fromAsync(this.world.table("deliveries").listEntities());
    return rows.map(({ bucket, caseId }) => ({ bucket, caseId }));
  }

  /** Every case that the operator's list names, each once. */
  async caseIds(): Promise<readonly string[]> {
    return [...new Set((await this.ports.caseList.page(500, undefined)).caseIds)];
  }

  /** Every entry of the due index, due or not. */
  async dueKeys(): Promise<readonly string[]> {
    const rows = await Array.fromAsync(this.world.table("due").listEntities());
    return rows.map(({ partitionKey, rowKey }) => `${partitionKey}|${rowKey}`);
  }

  event(who: string, { source = "bamboohr", kind = "termination.recorded" }: Notice): HrEvent {
    const employeeRef = source === "bamboohr" ? this.#hrId(who) : (this.tenant.state.person(who).employeeId ?? who);
    return { source: SourceName.parse(source), kind, employeeRef, receivedAt: now() };
  }

  /** Calls to Graph that may change something, whether they did or not. */
  writes(): readonly string[] {
    const calls = this.tenant.requests().filter(({ method, path }) => path.startsWith("/v1.0/") && method !== "GET");
    return calls.map(({ method, path }) => `${method} ${path}`);
  }

  /**
   * Delivers everything that is due, and what follows from it, until nothing is due any more or the process dies.
   *
   * @param only deliver messages of this step, or of this kind; the others wait
   */
  async run(only?: string): Promise<void> {
    await this.#runWhere((message) => only === undefined || isFor(message, only));
  }

  async #runWhere(wanted: (message: OutgoingMessage) => boolean): Promise<void> {
    for (let round = 1; !this.border.dead; round += 1) {
      if (round > 200) throw new Error("There is no end to the messages");
      const due = this.bus.takeDue(wanted);
      if (due.length === 0) return;
      await Promise.all(due.map(async (message) => await this.take(message)));
    }
  }

  /** Delivers everything but the messages of one step. */
  async runUntil(step: string): Promise<void> {
    await this.#runWhere((message) => !isFor(message, step));
  }

  /** Lets virtual time pass, then delivers what is due. */
  async pass(ms: number, only?: string): Promise<void> {
    await clock.advance(ms);
    await this.run(only);
  }

  /** As `pass`, and every look on the way has its time: nothing comes late, as when nobody stands still. */
  async passAwake(ms: number, only?: string): Promise<void> {
    for (let left = ms; left > 0; left -= awakeMs) await this.pass(Math.min(left, awakeMs), only);
  }

  /** The timer ticks, and what it woke is handled; `only` as for `run`. */
  async sweep(only?: string): Promise<void> {
    await sweep(this.ports);
    await this.run(only);
  }

  /** One delivery of a message, whatever the broker thinks of it. Rejects as the handler does. */
  async deliver(body: MessageBody): Promise<void> {
    await this.#handle(JSON.parse(JSON.stringify(body)));
  }

  /** Handles one message that was taken from the bus, and gives it back when that fails or the process dies. */
  async take(message: OutgoingMessage): Promise<void> {
    const completed = this.deliver(message.body).then(
      () => true,
      () => false,
    );
    const died = this.border.death.then(() => false);
    if (!(await Promise.race([completed, died]))) this.bus.giveBack(message);
  }

  async #handle(body: { readonly kind: MessageBody["kind"]; readonly step?: string }): Promise<void> {
    switch (body.kind) {
      case "step": {
        const message = StepMessage.parse(body);
        return await runStep(stepNamed(message.step), message, this.ports);
      }
      case "wake": {
        const { caseId, dueKey } = WakeMessage.parse(body);
        return await wakeCase(caseId, dueKey, this.ports);
      }
      case "delivery":
        return await openCaseHandler(this.ports.inbox, this.ports, directoryEventHandler(this.ports))(body);
      case "event":
        return;
      default:
        return body.kind satisfies never;
    }
  }

  #hrId(who: string): string {
    const { hrId } = this.tenant.state.person(who);
    if (hrId === null) throw new Error(`${who} is in no HR system`);
    return hrId;
  }
}

function isFor({ body }: OutgoingMessage, name: string): boolean {
  return body.kind === name || (body.kind === "step" && body.step === name);
}

/** The step of the product with this name. */
export function stepNamed(name: string): Step {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`There is no step ${name}`);
  return step;
}

import { ServiceBusClient } from "@azure/service-bus";
import { compose } from "../../functions/compose.ts";
import { directoryEventHandler } from "../../functions/intake/directory-event.ts";
import { openCaseHandler } from "../../functions/intake/open-case.ts";
import { StepMessage } from "../../functions/message.ts";
import { LeaverId, SourceName } from "../../shared/domain/ids.ts";
import { makePlan } from "../../shared/domain/plan.ts";
import { settingsFor } from "../../shared/domain/policy.ts";
import { runStep } from "../../shared/domain/run-step.ts";
import { trustCertificate } from "../certificates.ts";
import { type HttpProxy, startHttpProxy } from "../proxy/http-proxy.ts";
import { connectionTo } from "../stack/azurite.ts";
import { bambooHrWebhook } from "../stack/hr-sender.ts";
import { Scene } from "../stack/scene.ts";
import { type Stack, startStack } from "../stack/stack.ts";

/** What one function call costs, counted at the services themselves. */
export interface Cost {
  readonly what: string;
  readonly tableReads: number;
  readonly tableTransactions: number;
  readonly otherTableWrites: number;
  readonly busSends: number;
  readonly tenantRequests: number;
}

/**
 * One undisturbed case, one message at a time, in this process, through the adapters that the app itself is made of:
 * so that every request belongs to one step.
 */
export async function measureCosts(progress: (text: string) => void): Promise<readonly Cost[]> {
  let proxy: HttpProxy | undefined;
  const stack = await startStack({
    // The lockout alone: what every other step costs stands in docs/steps.md.
    policy: { defaults: { end: "suspend" } },
    async tablesThrough(connection) {
      proxy = await startHttpProxy(Number(/127\.0\.0\.1:(\d+)/.exec(connection)?.[1]));
      return connectionTo(proxy.port);
    },
  });
  if (proxy === undefined) throw new Error("There is no proxy in front of the tables");
  const client = new ServiceBusClient(stack.broker.connectionString);
  try {
    trustCertificate(stack.certificate);
    return await oneByOne(stack, proxy, client, progress);
  } finally {
    await client.close();
    await stack.stop();
    await proxy.close();
  }
}

async function oneByOne(
  stack: Stack,
  proxy: HttpProxy,
  client: ServiceBusClient,
  progress: (text: string) => void,
): Promise<readonly Cost[]> {
  const scene = new Scene(stack);
  const { inbox, ports, directory, close } = compose(stack.settings);
  const counter = new Counter(stack, proxy);
  const quiet = { ...ports, log: () => undefined };
  const opening = openCaseHandler(inbox, quiet, directoryEventHandler({ ...directory, log: quiet.log }));
  // A first case, whole, by the host: connections, sign-in and tokens are paid for, and nothing is left over.
  scene.terminate("leaver01", scene.day(-2));
  await scene.send(bambooHrWebhook(scene.hrId("leaver01")));
  await scene.workedOff(["leaver01"], 30);
  await stack.host.stop();
  // This process signs in as well, once.
  const leaver01 = LeaverId.parse(stack.tenant.state.person("leaver01").id);
  await Promise.all([ports.directory.account(leaver01), ports.tenant.mailboxes.protocols(leaver01)]);

  scene.terminate("anna", scene.day(-2));
  const id = inbox.idFor("bamboohr", "bench");
  const receivedAt = ports.clock.now();
  const source = SourceName.parse("bamboohr");
  const events = [{ source, kind: "employee.changed" as const, employeeRef: scene.hrId("anna"), receivedAt }];
  await counter.count("store the delivery", () => inbox.store({ id, receivedAt, events }));
  await counter.count("open-case", () => opening({ kind: "delivery", delivery: id }));
  const plan = makePlan(ports.steps, ports.policy, { settings: settingsFor(ports.policy, {}), cloud: ports.cloud });
  const planned = new Set(plan.steps.flatMap(({ name, state }) => (state === "skipped" ? [] : [name])));
  for (const step of ports.steps.filter(({ name }) => planned.has(name))) {
    const receiver = client.createReceiver("steps", step.name);
    const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
    if (message === undefined) throw new Error(`No message arrived for ${step.name}`);
    await counter.count(step.name, () => runStep(step, StepMessage.parse(message.body), quiet));
    await receiver.completeMessage(message);
    await receiver.close();
    progress(`costs: ${step.name}`);
  }
  await close();
  return counter.costs;
}

/** Counts at the proxy, the broker and the tenant what happens during one call. */
class Counter {
  readonly costs: Cost[] = [];
  readonly #stack: Stack;
  readonly #proxy: HttpProxy;

  constructor(stack: Stack, proxy: HttpProxy) {
    this.#stack = stack;
    this.#proxy = proxy;
  }

  async count(what: string, work: () => Promise<unknown>): Promise<void> {
    const before = this.#now();
    await work();
    const after = this.#now();
    const tables = this.#proxy.requests().slice(before.tables, after.tables);
    const transactions = tables.filter(({ path }) => path.includes("$batch"));
    const reads = tables.filter(({ method, path }) => method === "GET" && !path.includes("$batch"));
    this.costs.push({
      what,
      tableReads: reads.length,
      tableTransactions: transactions.length,
      otherTableWrites: tables.length - reads.length - transactions.length,
      busSends: after.sends - before.sends,
      tenantRequests: after.tenant - before.tenant,
    });
  }

  #now() {
    const sends = Object.entries(this.#stack.broker.operations()).filter(([name]) => name.startsWith("sends "));
    return {
      tables: this.#proxy.requests().length,
      tenant: this.#stack.tenant.requests().length,
      sends: sends.reduce((sum, [, count]) => sum + count, 0),
    };
  }
}

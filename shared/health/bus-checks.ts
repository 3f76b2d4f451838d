import { isServiceBusError, type ServiceBusClient } from "@azure/service-bus";
import { type Check, type Finding, failed, ok } from "./check.ts";
import { noIdentity } from "./no-identity.ts";

/** The entities that the app uses, by what it does with them. */
export interface BusEntities {
  /** It sends to them and receives from them. */
  readonly queues: readonly string[];
  /** It sends to them. */
  readonly topics: readonly string[];
  /** It receives from them. */
  readonly subscriptions: readonly BusSubscription[];
}

/** A subscription, with the subjects of the messages that it takes. */
export interface BusSubscription {
  readonly topic: string;
  readonly name: string;
  readonly subjects: readonly string[];
}

type Client = Pick<ServiceBusClient, "createSender" | "createReceiver" | "createRuleManager">;

/**
 * Looks at every entity with what Data Sender and Data Receiver allow: a sender's link without a message, a peek, which
 * takes and locks none, and the rules of a subscription, which a receiver may read.
 *
 * @see https://learn.microsoft.com/javascript/api/@azure/service-bus/servicebusrulemanager (only Listen is needed)
 */
export function busChecks(client: Client, { queues, topics, subscriptions }: BusEntities): readonly Check[] {
  return [
    ...queues.map(
      (name): Check => ({
        id: `service-bus.${name}`,
        limitMs,
        look: () =>
          judged("queue", name, async () => {
            await sendable(client, name);
            await receivable(client, name);
          }),
      }),
    ),
    ...topics.map(
      (name): Check => ({
        id: `service-bus.${name}`,
        limitMs,
        look: () => judged("topic", name, () => sendable(client, name)),
      }),
    ),
    { id: "service-bus.subscriptions", limitMs, look: () => lookAtSubscriptions(client, subscriptions) },
  ];
}

/** The client tries each call three times, ten seconds each. */
const limitMs = 35_000;

async function sendable(client: Client, name: string): Promise<void> {
  const sender = client.createSender(name);
  try {
    // Opens the link, because the size of a batch is the link's to say.
    await sender.createMessageBatch();
  } finally {
    await sender.close();
  }
}

async function receivable(client: Client, name: string): Promise<void> {
  const receiver = client.createReceiver(name);
  try {
    await receiver.peekMessages(1);
  } finally {
    await receiver.close();
  }
}

async function judged(kind: string, name: string, look: () => Promise<void>): Promise<Finding> {
  try {
    await look();
    return ok("there, and open to this app");
  } catch (error) {
    return trouble(error, kind, name);
  }
}

async function lookAtSubscriptions(client: Client, subscriptions: readonly BusSubscription[]): Promise<Finding> {
  const findings = await Promise.all(subscriptions.map((subscription) => lookAtSubscription(client, subscription)));
  const wrong = findings.flatMap((finding) => ("todo" in finding ? [finding] : []));
  if (wrong.length === 0) return ok(`${subscriptions.length} subscriptions, each with its own filters`);
  const todos = [...new Set(wrong.map(({ todo }) => todo))];
  return failed(wrong.map(({ found }) => found).join("; "), todos.join("; "));
}

async function lookAtSubscription(client: Client, { topic, name, subjects }: BusSubscription): Promise<Finding> {
  const rules = client.createRuleManager(topic, name);
  const found: (string | undefined)[] = [];
  try {
    for await (const { filter } of rules.listRules()) found.push(subjectOf(filter));
  } catch (error) {
    return trouble(error, "subscription", `${topic}/${name}`);
  }
  const todo = `Give each exactly one correlation filter on the label (subject) for each message that it takes, a step's for its own name: azd provision`;
  if (found.length === 0) return failed(`${topic}/${name} has no rule, so that it gets nothing`, todo);
  if (found.some((subject) => subject === undefined || !subjects.includes(subject)))
    return failed(`${topic}/${name} has a rule that lets others through`, todo);
  const missing = subjects.filter((subject) => !found.includes(subject));
  return missing.length === 0 ? ok("there") : failed(`${topic}/${name} has no rule for ${missing.join(", ")}`, todo);
}

function subjectOf(filter: object): string | undefined {
  const subject = "subject" in filter ? filter.subject : undefined;
  return typeof subject === "string" ? subject : undefined;
}

function trouble(error: unknown, kind: string, name: string): Finding {
  const last = lastAttempt(error);
  const nobody = noIdentity(last, "SERVICE_BUS__clientId");
  if (nobody !== undefined) return nobody;
  const code = isServiceBusError(last) ? last.code : nameOf(last);
  switch (code) {
    case "MessagingEntityNotFound":
      return failed(`the ${kind} ${name} is missing`, "Create what is missing: azd provision (the list is in infra/)");
    case "MessagingEntityDisabled":
      return failed(`the ${kind} ${name} is disabled`, `Set its status to Active in the Azure portal`);
    case "UnauthorizedAccess":
      return failed(
        `the bus refuses this identity at ${name}`,
        "Assign the roles Azure Service Bus Data Sender and Azure Service Bus Data Receiver on the namespace to the app's identity",
      );
    default:
      return failed(
        `the bus cannot be reached for ${name} (${networkCode(last) ?? code})`,
        "Check SERVICE_BUS__fullyQualifiedNamespace and SERVICE_BUS__clientId (SERVICE_BUS in the local stack), and that the app's network reaches the namespace",
      );
  }
}

/** After several attempts the client throws all of their errors in one. */
function lastAttempt(error: unknown): unknown {
  const all = error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  return all.at(-1) ?? error;
}

/** What the network said: `ENOTFOUND`, `ECONNREFUSED` and the like. The client has it in its words only. */
function networkCode(error: unknown): string | undefined {
  return error instanceof Error ? /\bE[A-Z]{5,}\b/.exec(error.message)?.[0] : undefined;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : error.name;
}

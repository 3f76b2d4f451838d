import { isDeepStrictEqual } from "node:util";
import type { Expanded, Resource } from "../expand-template.ts";

/** Queues, topics, subscriptions and filters, in the shape of Microsoft's emulator (`serviceBusConfig()`). */
export interface Entities {
  readonly Queues: readonly Entity[];
  readonly Topics: readonly (Entity & {
    readonly Subscriptions: readonly (Entity & { readonly Rules: readonly Rule[] })[];
  })[];
}
interface Entity {
  readonly Name: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
interface Rule {
  readonly Name: string;
  readonly Properties: { readonly CorrelationFilter: { readonly Label: string } };
}

const bus = "Microsoft.ServiceBus/namespaces";

/** The namespace has what the code sends to and receives from, with the same properties: nothing less, nothing more. */
export function sameEntities({ resources }: Expanded, { Queues, Topics }: Entities): readonly string[] {
  const named = new Map(resources.map((resource) => [`${resource.type} ${withoutNamespace(resource)}`, resource]));
  const wanted = new Map<string, readonly string[]>();
  const want = (kind: string, name: string, says: (found: Resource | undefined) => readonly string[]) => {
    const key = `${bus}/${kind} ${name}`;
    wanted.set(key, says(named.get(key)));
  };

  for (const queue of Queues) want("queues", queue.Name, (found) => entityFaults(`Queue ${queue.Name}`, queue, found));
  for (const topic of Topics) {
    want("topics", topic.Name, (found) => entityFaults(`Topic ${topic.Name}`, topic, found));
    // Who else listens to events is the customer's business; "watch" is the local stack's.
    for (const one of topic.Subscriptions.filter(({ Name }) => Name !== "watch")) {
      const name = `${topic.Name}/${one.Name}`;
      want("topics/subscriptions", name, (found) =>
        found === undefined
          ? [`${topic.Name === "steps" ? "Step" : "Function"} ${one.Name} has no subscription`]
          : entityFaults(`Subscription ${name}`, one, found),
      );
      // The first is named $Default, so that it takes the place of the rule that lets everything through.
      one.Rules.forEach((rule, index) => {
        const filter = `${name}/${index === 0 ? "$Default" : rule.Name}`;
        want("topics/subscriptions/rules", filter, (found) => filterFaults(name, [rule], found));
      });
    }
  }
  const surplus = [...named.keys()].filter((key) => key.startsWith(`${bus}/`) && !wanted.has(key));
  return [...[...wanted.values()].flat(), ...surplus.map((key) => `Nothing in the code uses ${key}`)];
}

function withoutNamespace({ type, name }: Resource): string {
  return type.startsWith(`${bus}/`) ? name.split("/").slice(1).join("/") : name;
}

function entityFaults(what: string, { Properties }: Entity, found: Resource | undefined): readonly string[] {
  if (found === undefined) return [`${what} is missing`];
  return Object.entries(Properties).flatMap(([name, value]) => {
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    const is = found.properties[key];
    return isDeepStrictEqual(is, value)
      ? []
      : [`${what}: ${key} is ${JSON.stringify(is)}, the local stack has ${JSON.stringify(value)}`];
  });
}

function filterFaults(name: string, [rule]: readonly Rule[], found: Resource | undefined): readonly string[] {
  if (found === undefined) return [`Subscription ${name} has no filter: it would get every step's messages`];
  const filter = { label: rule?.Properties.CorrelationFilter.Label };
  const is = found.properties.correlationFilter;
  return isDeepStrictEqual(is, filter) && found.properties.filterType === "CorrelationFilter"
    ? []
    : [`Subscription ${name}: the filter is ${JSON.stringify(is)}, not ${JSON.stringify(filter)}`];
}

import { z } from "zod";
import { QueueConfig, SubscriptionConfig, TopicConfig } from "../config/config.ts";
import { RuleConfig } from "../config/rule-config.ts";
import { type Entities, EntityExistsError, type MadeKind, nameOf } from "../namespace/entities.ts";
import type { Entity } from "../namespace/entity.ts";
import type { Rules } from "../rules/rules.ts";
import { AdminError } from "./admin-error.ts";
import { readEntity } from "./read-entity.ts";
import { readRule } from "./read-rule.ts";
import { child, type Element, parseXml } from "./xml.ts";

const KINDS = new Map<string, MadeKind>([
  ["QueueDescription", "queue"],
  ["TopicDescription", "topic"],
  ["SubscriptionDescription", "subscription"],
]);
const SCHEMAS = { queue: QueueConfig, topic: TopicConfig, subscription: SubscriptionConfig };
const BYTES_PER_MEGABYTE = 1024 * 1024;

/** Finds an entity that can be administered. @throws {AdminError} */
export function entityAt(entities: Entities, path: string): Entity {
  const entity = entities.find(path);
  if (entity?.config === undefined) throw new AdminError(404, `The messaging entity '${path}' could not be found.`);
  return entity;
}

export function rulesAt(entities: Entities, path: string): Rules {
  const { rules } = entityAt(entities, path);
  if (rules === undefined) throw new AdminError(400, `'${path}' is no subscription and has no rules.`);
  return rules;
}

/** Makes an entity, or changes what can be changed of one that is there. @throws {AdminError} */
export function putEntity(entities: Entities, path: string, body: string, isUpdate: boolean): Entity {
  const description = descriptionIn(body);
  const kind = KINDS.get(description.name);
  if (kind === undefined) throw new AdminError(400, `"${description.name}" describes nothing that can be made.`);
  const definition = readEntity(kind === "subscription" ? nameOf(path) : path, description);
  const parsed = SCHEMAS[kind].safeParse(definition);
  if (!parsed.success) throw new AdminError(400, z.prettifyError(parsed.error));
  if (isUpdate) return update(entityAt(entities, path), parsed.data);
  try {
    entities.make(kind, path, definition);
  } catch (error) {
    if (error instanceof EntityExistsError) {
      throw new AdminError(409, `SubCode=40900. The messaging entity '${path}' already exists.`, { cause: error });
    }
    throw new AdminError(400, error instanceof Error ? error.message : String(error), { cause: error });
  }
  return entityAt(entities, path);
}

/** Adds a rule, or replaces one. @throws {AdminError} */
export function putRule(rules: Rules, name: string, body: string, isUpdate: boolean) {
  const parsed = RuleConfig.safeParse({ ...readRule(descriptionIn(body)), Name: name });
  if (!parsed.success) throw new AdminError(400, z.prettifyError(parsed.error));
  if (isUpdate) rules.remove(name);
  const refusal = rules.add(parsed.data);
  if (refusal !== undefined) throw new AdminError(409, `SubCode=40900. ${refusal.description}`);
  return parsed.data;
}

/** @throws {AdminError} when the body is no Atom entry */
function descriptionIn(body: string): Element {
  try {
    const [description] = child(parseXml(body), "content")?.children ?? [];
    if (description !== undefined) return description;
  } catch (error) {
    throw new AdminError(400, `The body cannot be read: ${String(error)}`, { cause: error });
  }
  throw new AdminError(400, "The body is no Atom entry with a description.");
}

/** Status and size can change. Everything else would have to change messages that are there already. */
function update(entity: Entity, wanted: { readonly Properties: Readonly<Record<string, unknown>> }): Entity {
  const present: Readonly<Record<string, unknown>> = { ...entity.config?.Properties };
  for (const [name, value] of Object.entries(wanted.Properties)) {
    if (name === "Status" || name === "MaxSizeInMegabytes" || value === present[name]) continue;
    throw new AdminError(400, `This broker cannot change ${name} of an entity: delete it and make it again.`);
  }
  const { Status, MaxSizeInMegabytes } = Changeable.parse(wanted.Properties);
  if (MaxSizeInMegabytes !== undefined) entity.gate.maxBytes = MaxSizeInMegabytes * BYTES_PER_MEGABYTE;
  entity.gate.setStatus(Status);
  return entity;
}

const Changeable = z.object({
  Status: QueueConfig.shape.Properties.unwrap().shape.Status,
  MaxSizeInMegabytes: z.number().optional(),
});

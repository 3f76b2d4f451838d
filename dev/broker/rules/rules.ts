import { withProperties } from "../amqp/application-properties.ts";
import type { MessageParts } from "../amqp/message-parts.ts";
import { alreadyExists, entityNotFound, type Refusal } from "../amqp/refusal.ts";
import { type Action, applied } from "./action.ts";
import { type Filter, lets } from "./filter.ts";
import type { MessageView } from "./message-view.ts";

/** A named filter of a subscription, and what becomes of the messages it lets through. */
export interface Rule {
  readonly name: string;
  readonly filter: Filter;
  readonly action: Action | undefined;
}

/** What a subscription has when nothing else was said: it wants everything. */
export const DEFAULT_RULE: Rule = { name: "$Default", filter: { kind: "true" }, action: undefined };

/** The rules of one subscription. */
export class Rules {
  readonly #path: string;
  readonly #changed: () => void;
  #rules: readonly Rule[];
  #isChanged = false;

  /** @param path of the subscription @param changed told after every change */
  constructor(path: string, rules: readonly Rule[], changed: () => void) {
    this.#path = path;
    this.#rules = rules;
    this.#changed = changed;
  }

  /** Whether these are no longer the rules of the configuration: a data file has to remember them. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /** By name, as the service lists them. */
  all(): Rule[] {
    return this.#rules.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string): Rule | undefined {
    return this.#rules.find((rule) => isNamed(rule, name));
  }

  add(rule: Rule): Refusal | undefined {
    if (this.find(rule.name) !== undefined) return alreadyExists(`${this.#path}/Rules/${rule.name}`);
    this.replace([...this.#rules, rule]);
    return undefined;
  }

  remove(name: string): Refusal | undefined {
    if (this.find(name) === undefined) return entityNotFound(`${this.#path}/Rules/${name}`);
    this.replace(this.#rules.filter((rule) => !isNamed(rule, name)));
    return undefined;
  }

  replace(rules: readonly Rule[]): void {
    this.#rules = rules;
    this.#isChanged = true;
    this.#changed();
  }

  /**
   * The copies of a message that the subscription gets: one for all rules without an action together, and one for each
   * rule with an action, which names its rule.
   *
   * @see https://learn.microsoft.com/azure/service-bus-messaging/topic-filters
   */
  copies(message: MessageView): MessageParts[] {
    const copies: MessageParts[] = [];
    let isPlain = false;
    for (const { name, filter, action } of this.#rules) {
      if ((action === undefined && isPlain) || !lets(filter, message)) continue;
      if (action === undefined) isPlain = true;
      else copies.push(applied(action, withProperties(message.parts, { RuleName: name })));
    }
    return isPlain ? [message.parts, ...copies] : copies;
  }
}

function isNamed(rule: Rule, name: string): boolean {
  return rule.name.toLowerCase() === name.toLowerCase();
}

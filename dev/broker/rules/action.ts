import { withoutProperty, withProperties } from "../amqp/application-properties.ts";
import type { MessageParts } from "../amqp/message-parts.ts";
import { withSystemProperty } from "../amqp/system-properties.ts";
import { evaluate } from "../sql/evaluate.ts";
import { parseAction } from "../sql/parse.ts";
import { isSystemProperty, SYSTEM_PROPERTIES } from "../sql/property-name.ts";
import type { Statement } from "../sql/syntax.ts";
import { lookupIn } from "./filter.ts";
import { MessageView } from "./message-view.ts";

/** What a rule changes on its copy of a message. */
export interface Action {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** @throws {SqlError} that quotes what this broker does not support */
export function sqlAction(text: string): Action {
  return { text, statements: parseAction(text) };
}

/** The message as the action leaves it; the original stays as it is. Later statements see what earlier ones did. */
export function applied(action: Action, parts: MessageParts): MessageParts {
  return action.statements.reduce(perform, parts);
}

function perform(parts: MessageParts, statement: Statement): MessageParts {
  const { scope, name } = statement.property;
  if (statement.kind === "remove") return withoutProperty(parts, name);
  const value = evaluate(statement.value, lookupIn(new MessageView(parts)));
  if (scope === "sys" && isSystemProperty(name)) {
    return withSystemProperty(parts, SYSTEM_PROPERTIES[name], value === undefined ? undefined : String(value));
  }
  return value === undefined
    ? withoutProperty(parts, name)
    : withProperties(withoutProperty(parts, name), { [name]: value });
}

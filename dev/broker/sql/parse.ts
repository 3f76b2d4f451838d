import { readExpression } from "./parse-expression.ts";
import { readProperty } from "./property-name.ts";
import type { Expression, Statement } from "./syntax.ts";
import { TokenReader } from "./token-reader.ts";

/** Parses the condition of a SQL filter. @throws {SqlError} that quotes what is not supported */
export function parseFilter(sql: string): Expression {
  const reader = new TokenReader(sql);
  const condition = readExpression(reader);
  if (!reader.isAtEnd) reader.fail("the condition is complete before it");
  return condition;
}

/**
 * Parses the statements of a SQL action: `SET <property> = <expression>` and `REMOVE <property>`, separated by
 * semicolons.
 *
 * @throws {SqlError} that quotes what is not supported
 * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-rule-action
 */
export function parseAction(sql: string): Statement[] {
  const reader = new TokenReader(sql);
  const statements: Statement[] = [];
  while (!reader.isAtEnd) {
    statements.push(readStatement(reader));
    if (!reader.isAtEnd) reader.expect(";");
  }
  if (statements.length === 0) reader.fail("SET or REMOVE is expected");
  return statements;
}

function readStatement(reader: TokenReader): Statement {
  if (reader.takes("SET")) {
    const property = readProperty(reader);
    reader.expect("=");
    return { kind: "set", property, value: readExpression(reader) };
  }
  if (!reader.takes("REMOVE")) reader.fail("SET or REMOVE is expected");
  if (reader.token.text.toLowerCase() === "sys") reader.fail("only user properties can be removed");
  return { kind: "remove", property: readProperty(reader) };
}

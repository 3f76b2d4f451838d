import rhea, { type Typed } from "rhea";
import { z } from "zod";
import { sqlAction } from "../../rules/action.ts";
import type { CorrelationFilter } from "../../rules/correlation-filter.ts";
import { type Filter, sqlFilter } from "../../rules/filter.ts";
import type { Rule } from "../../rules/rules.ts";

const { types } = rhea;

/* What stands for each kind of list on the wire. */
const SQL_FILTER = 0x1370000006;
const TRUE_FILTER = 0x1370000007;
const FALSE_FILTER = 0x1370000008;
const CORRELATION_FILTER = 0x1370000009;
const RULE_DESCRIPTION = 0x13700000004;
const EMPTY_ACTION = 0x13700000005;
const SQL_ACTION = 0x13700000006;

const Text = z.string().nullish();
const Sql = z.object({ expression: z.string() });
const Correlation = z.object({
  "correlation-id": Text,
  "message-id": Text,
  to: Text,
  "reply-to": Text,
  label: Text,
  "session-id": Text,
  "reply-to-session-id": Text,
  "content-type": Text,
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.date()])).nullish(),
});

/** The map in which `add-rule` describes a rule. */
export const RuleDescription = z.object({
  "sql-filter": Sql.nullish(),
  "correlation-filter": Correlation.nullish(),
  "true-filter": z.unknown().optional(),
  "false-filter": z.unknown().optional(),
  "sql-rule-action": Sql.nullish(),
});

/** @throws {SqlError} that quotes what this broker does not support */
export function readRule(name: string, description: z.output<typeof RuleDescription>): Rule {
  const action = description["sql-rule-action"];
  return { name, filter: readFilter(description), action: action ? sqlAction(action.expression) : undefined };
}

function readFilter(description: z.output<typeof RuleDescription>): Filter {
  const sql = description["sql-filter"];
  if (sql) return sqlFilter(sql.expression);
  const correlation = description["correlation-filter"];
  if (correlation) return { kind: "correlation", wanted: readCorrelation(correlation) };
  return description["false-filter"] == null ? { kind: "true" } : { kind: "false" };
}

function readCorrelation(filter: z.output<typeof Correlation>): CorrelationFilter {
  return {
    CorrelationId: filter["correlation-id"] ?? undefined,
    MessageId: filter["message-id"] ?? undefined,
    To: filter.to ?? undefined,
    ReplyTo: filter["reply-to"] ?? undefined,
    Label: filter.label ?? undefined,
    SessionId: filter["session-id"] ?? undefined,
    ReplyToSessionId: filter["reply-to-session-id"] ?? undefined,
    ContentType: filter["content-type"] ?? undefined,
    Properties: filter.properties ?? undefined,
  };
}

/** A rule as `enumerate-rules` answers it: a list of filter, action, name and time of creation. */
export function writeRule({ name, filter, action }: Rule): Typed {
  const written =
    action === undefined ? described(EMPTY_ACTION, []) : described(SQL_ACTION, [types.wrap_string(action.text)]);
  return described(RULE_DESCRIPTION, [writeFilter(filter), written, types.wrap_string(name), types.wrap_timestamp(0)]);
}

function writeFilter(filter: Filter): Typed {
  switch (filter.kind) {
    case "true":
      return described(TRUE_FILTER, []);
    case "false":
      return described(FALSE_FILTER, []);
    case "sql":
      return described(SQL_FILTER, [types.wrap_string(filter.text)]);
    case "correlation":
      return described(CORRELATION_FILTER, writeCorrelation(filter.wanted));
    default:
      return filter satisfies never;
  }
}

function writeCorrelation(wanted: CorrelationFilter): unknown[] {
  const texts = [
    wanted.CorrelationId,
    wanted.MessageId,
    wanted.To,
    wanted.ReplyTo,
    wanted.Label,
    wanted.SessionId,
    wanted.ReplyToSessionId,
    wanted.ContentType,
  ].map((text) => (text === undefined ? null : types.wrap_string(text)));
  return [...texts, types.wrap_map({ ...wanted.Properties })];
}

function described(code: number, items: unknown[]): Typed {
  return types.described(types.wrap_ulong(code), types.wrap_list(items));
}

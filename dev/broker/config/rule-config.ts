import { isDate } from "node:util/types";
import { z } from "zod";
import { type Action, sqlAction } from "../rules/action.ts";
import type { CorrelationFilter } from "../rules/correlation-filter.ts";
import { type Filter, sqlFilter } from "../rules/filter.ts";
import type { Rule } from "../rules/rules.ts";
import { SqlError } from "../sql/syntax.ts";

/** JSON has no dates: one is written as `{ "date": "2026-11-21T12:00:00.000Z" }`. */
const PropertyValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.strictObject({ date: z.iso.datetime() }).transform(({ date }) => new Date(date)),
]);

const Correlation: z.ZodType<CorrelationFilter> = z.strictObject({
  ContentType: z.string().optional(),
  CorrelationId: z.string().optional(),
  Label: z.string().optional(),
  MessageId: z.string().optional(),
  ReplyTo: z.string().optional(),
  ReplyToSessionId: z.string().optional(),
  SessionId: z.string().optional(),
  To: z.string().optional(),
  Properties: z.record(z.string(), PropertyValue).optional(),
});

/** SQL text in an object of its own, as the emulator's file has it. Other members would change what it means. */
function sql<T>(parse: (text: string) => T) {
  return z.strictObject({ SqlExpression: z.string() }).transform(({ SqlExpression }, context): T => {
    try {
      return parse(SqlExpression);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  });
}

const Properties = z.discriminatedUnion("FilterType", [
  z.strictObject({
    FilterType: z.literal("Correlation"),
    CorrelationFilter: Correlation.prefault({}),
    Action: sql(sqlAction).nullish(),
  }),
  z.strictObject({
    FilterType: z.literal("Sql"),
    SqlFilter: sql(sqlFilter),
    Action: sql(sqlAction).nullish(),
  }),
]);

/** A rule as `Config.json` writes it, ready to be asked. */
export const RuleConfig = z
  .strictObject({ Name: z.string().min(1).max(50), Properties })
  .transform(({ Name, Properties: given }): Rule => ({ name: Name, filter: filterOf(given), action: actionOf(given) }));

function filterOf(given: z.output<typeof Properties>): Filter {
  return given.FilterType === "Sql" ? given.SqlFilter : { kind: "correlation", wanted: given.CorrelationFilter };
}

function actionOf(given: z.output<typeof Properties>): Action | undefined {
  return given.Action ?? undefined;
}

/** A rule in the shape of `Config.json`, for a file: `RuleConfig` reads it again. */
export function writeRuleConfig({ name, filter, action }: Rule): z.input<typeof RuleConfig> {
  const Action = action === undefined ? null : { SqlExpression: action.text };
  switch (filter.kind) {
    case "correlation": {
      const { Properties: properties = {}, ...system } = filter.wanted;
      const written = Object.entries(properties).map(([key, value]) => [
        key,
        isDate(value) ? { date: value.toISOString() } : value,
      ]);
      const CorrelationFilter = { ...system, Properties: Object.fromEntries(written) };
      return { Name: name, Properties: { FilterType: "Correlation", CorrelationFilter, Action } };
    }
    case "sql":
    case "true":
    case "false": {
      const text = filter.kind === "sql" ? filter.text : filter.kind === "true" ? "1=1" : "1=0";
      return { Name: name, Properties: { FilterType: "Sql", SqlFilter: { SqlExpression: text }, Action } };
    }
    default:
      return filter satisfies never;
  }
}

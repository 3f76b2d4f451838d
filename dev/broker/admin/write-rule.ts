import { isDate } from "node:util/types";
import type { CorrelationFilter, PropertyValue } from "../rules/correlation-filter.ts";
import type { Filter } from "../rules/filter.ts";
import type { Rule } from "../rules/rules.ts";
import { described, elements } from "./write-entity.ts";
import { escapeXml } from "./xml.ts";

/** The element that describes a rule. */
export function writeRule({ name, filter, action }: Rule): string {
  const written =
    action === undefined
      ? `<Action i:type="EmptyRuleAction"/>`
      : `<Action i:type="SqlRuleAction">${elements({ SqlExpression: action.text })}</Action>`;
  return described("RuleDescription", `${writeFilter(filter)}${written}${elements({ Name: name })}`);
}

function writeFilter(filter: Filter): string {
  switch (filter.kind) {
    case "true":
      return `<Filter i:type="TrueFilter">${elements({ SqlExpression: "1=1" })}</Filter>`;
    case "false":
      return `<Filter i:type="FalseFilter">${elements({ SqlExpression: "1=0" })}</Filter>`;
    case "sql":
      return `<Filter i:type="SqlFilter">${elements({ SqlExpression: filter.text })}</Filter>`;
    case "correlation":
      return `<Filter i:type="CorrelationFilter">${writeCorrelation(filter.wanted)}</Filter>`;
    default:
      return filter satisfies never;
  }
}

function writeCorrelation({ Properties = {}, ...system }: CorrelationFilter): string {
  const pairs = Object.entries(Properties).map(([key, value]) => writePair(key, value));
  return pairs.length === 0 ? elements(system) : `${elements(system)}<Properties>${pairs.join("")}</Properties>`;
}

function writePair(key: string, value: PropertyValue): string {
  const text = escapeXml(isDate(value) ? value.toISOString() : String(value));
  const typed = `<Value i:type="d6p1:${typeOf(value)}" xmlns:d6p1="http://www.w3.org/2001/XMLSchema">${text}</Value>`;
  return `<KeyValueOfstringanyType>${elements({ Key: key })}${typed}</KeyValueOfstringanyType>`;
}

function typeOf(value: PropertyValue): string {
  if (isDate(value)) return "dateTime";
  return typeof value === "number" ? "double" : typeof value;
}

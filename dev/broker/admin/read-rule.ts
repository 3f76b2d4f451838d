import { AdminError } from "./admin-error.ts";
import { child, type Element } from "./xml.ts";

/**
 * A rule as an Atom entry describes it, in the shape of `Config.json`.
 *
 * @throws {AdminError} when it asks for what this broker does not have
 */
export function readRule(description: Element): Record<string, unknown> {
  const filter = child(description, "Filter");
  const action = child(description, "Action");
  const sql = action === undefined ? undefined : expressionOf(action);
  return {
    Name: child(description, "Name")?.text,
    Properties: { ...filterOf(filter), Action: sql === undefined ? null : { SqlExpression: sql } },
  };
}

function filterOf(filter: Element | undefined): Record<string, unknown> {
  const type = filter?.attributes.type ?? "TrueFilter";
  switch (type) {
    case "TrueFilter":
      return { FilterType: "Sql", SqlFilter: { SqlExpression: "1=1" } };
    case "FalseFilter":
      return { FilterType: "Sql", SqlFilter: { SqlExpression: "1=0" } };
    case "SqlFilter":
      return { FilterType: "Sql", SqlFilter: { SqlExpression: filter === undefined ? "" : expressionOf(filter) } };
    case "CorrelationFilter":
      return { FilterType: "Correlation", CorrelationFilter: correlationOf(filter) };
    default:
      throw new AdminError(400, `A filter of type "${type}" is not supported by this broker.`);
  }
}

function expressionOf(element: Element): string | undefined {
  if ((child(element, "Parameters")?.children.length ?? 0) > 0) {
    throw new AdminError(400, "Parameters of SQL are not supported by this broker: write the values into the text.");
  }
  return child(element, "SqlExpression")?.text;
}

function correlationOf(filter: Element | undefined): Record<string, unknown> {
  const entries = (filter?.children ?? []).map((part) =>
    part.name === "Properties" ? ["Properties", propertiesOf(part)] : [part.name, part.text],
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

function propertiesOf(properties: Element): Record<string, unknown> {
  return Object.fromEntries(
    properties.children.map((pair) => [child(pair, "Key")?.text, typedValue(child(pair, "Value"))]),
  );
}

function typedValue(value: Element | undefined): unknown {
  const text = value?.text ?? "";
  const type = value?.attributes.type?.replace(/^.*:/, "");
  switch (type) {
    case "string":
      return text;
    case "boolean":
      return text === "true";
    case "dateTime":
      return { date: new Date(text).toISOString() };
    case "int":
    case "long":
    case "double":
      return Number(text);
    default:
      throw new AdminError(400, `A property of type "${type}" is not supported by this broker.`);
  }
}

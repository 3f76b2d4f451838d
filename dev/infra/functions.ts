import { isDeepStrictEqual } from "node:util";
import { isRecord } from "./is-record.ts";

type TemplateFunction = (...values: readonly unknown[]) => unknown;
const text = String;
const number = Number;

function idFrom(prefix: string): TemplateFunction {
  return (type, ...names) => {
    const [namespace, ...types] = text(type).split("/");
    return [prefix, "providers", namespace, ...types.flatMap((one, index) => [one, text(names[index] ?? "")])].join(
      "/",
    );
  };
}

/** 10.90.0.0/25, 26, 1 → 10.90.0.64/26 */
function cidrSubnet(network: unknown, length: unknown, index: unknown): string {
  const [address = ""] = text(network).split("/");
  const start = address.split(".").reduce((sum, byte) => sum * 256 + number(byte), 0);
  const at = start + number(index) * 2 ** (32 - number(length));
  return `${[24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join(".")}/${text(length)}`;
}

/**
 * The functions of ARM templates that this infrastructure uses, by their names in small letters. What only Azure knows
 * is a text in braces or pointed brackets, the same every time: `uniqueString` is always `{token}`.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
 */
export const functions: Readonly<Record<string, TemplateFunction>> = {
  true: () => true,
  false: () => false,
  null: () => null,
  not: (value) => value !== true,
  equals: (a, b) => isDeepStrictEqual(a, b),
  greater: (a, b) => number(a) > number(b),
  less: (a, b) => number(a) < number(b),
  add: (a, b) => number(a) + number(b),
  int: number,
  bool: (value) => text(value).toLowerCase() === "true",
  string: (value) => (typeof value === "string" ? value : JSON.stringify(value)),
  json: (value) => JSON.parse(text(value)),
  format: (pattern, ...values) =>
    text(pattern).replace(/\{\{|\}\}|\{(\d+)\}/g, (found, index) =>
      index === undefined ? found.charAt(0) : text(values[number(index)]),
    ),
  concat: (...values) => (values.every(Array.isArray) ? values.flat() : values.map(text).join("")),
  replace: (value, from, to) => text(value).replaceAll(text(from), text(to)),
  tolower: (value) => text(value).toLowerCase(),
  toupper: (value) => text(value).toUpperCase(),
  split: (value, by) => text(value).split(text(by)),
  join: (values, by) => (Array.isArray(values) ? values.join(text(by)) : ""),
  length: (value) =>
    Array.isArray(value) || typeof value === "string" ? value.length : Object.keys(value ?? {}).length,
  empty: (value) => value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0),
  contains: (value, one) => (Array.isArray(value) ? value.includes(one) : text(value).includes(text(one))),
  coalesce: (...values) => values.find((value) => value !== null && value !== undefined) ?? null,
  range: (start, count) => Array.from({ length: number(count) }, (_, index) => number(start) + index),
  createarray: (...values) => values,
  createobject: (...values) =>
    Object.fromEntries(Array.from({ length: values.length / 2 }, (_, i) => [text(values[2 * i]), values[2 * i + 1]])),
  union: (...values) => (values.every(isRecord) ? Object.assign({}, ...values) : [...new Set(values.flat())]),
  cidrsubnet: cidrSubnet,
  guid: (...values) => `guid(${values.map(text).join()})`,
  uniquestring: () => "{token}",
  utcnow: () => "{today}",
  subscription: () => ({ id: "/subscriptions/{subscription}", subscriptionId: "{subscription}", tenantId: "{tenant}" }),
  resourcegroup: () => ({ id: "{group}", name: "{group}", location: "{location}" }),
  tenant: () => ({ tenantId: "{tenant}" }),
  deployment: () => ({ name: "{deployment}", location: "{location}" }),
  environment: () => ({
    name: "AzureCloud",
    suffixes: { storage: "core.windows.net", keyvaultDns: ".vault.azure.net" },
  }),
  subscriptionresourceid: idFrom("/subscriptions/{subscription}"),
  tenantresourceid: idFrom(""),
  extensionresourceid: (scope, type, ...names) => idFrom(text(scope))(type, ...names),
};

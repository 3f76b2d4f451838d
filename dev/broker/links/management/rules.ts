import { z } from "zod";
import { badRequest, notAllowed, type Refusal } from "../../amqp/refusal.ts";
import { SqlError } from "../../sql/syntax.ts";
import type { ManagementOperation, ManagementResult } from "./operation.ts";
import { RuleDescription, readRule, writeRule } from "./rule-codec.ts";

const Name = z.string().min(1).max(50);
const AddRequest = z.object({ "rule-name": Name, "rule-description": RuleDescription });
const RemoveRequest = z.object({ "rule-name": Name });
const EnumerateRequest = z.object({ top: z.number().int().min(0), skip: z.number().int().min(0) });

/** Adds a rule to a subscription. SQL that this broker does not support is refused with the text at fault. */
export const addRule: ManagementOperation = ({ entity: { path, rules }, body }) => {
  if (rules === undefined) return withoutRules(path);
  const request = AddRequest.parse(body);
  try {
    return done(rules.add(readRule(request["rule-name"], request["rule-description"])));
  } catch (error) {
    if (error instanceof SqlError) return { refusal: badRequest(error.message) };
    throw error;
  }
};

/** Removes a rule from a subscription. */
export const removeRule: ManagementOperation = ({ entity: { path, rules }, body }) =>
  rules === undefined ? withoutRules(path) : done(rules.remove(RemoveRequest.parse(body)["rule-name"]));

/** Lists the rules of a subscription by name. */
export const enumerateRules: ManagementOperation = ({ entity: { path, rules }, body }) => {
  if (rules === undefined) return withoutRules(path);
  const { top, skip } = EnumerateRequest.parse(body);
  const page = rules.all().slice(skip, skip + top);
  if (page.length === 0) return { status: 204 };
  return { status: 200, body: { rules: page.map((rule) => ({ "rule-description": writeRule(rule) })) } };
};

function done(refusal: Refusal | undefined): ManagementResult {
  return refusal === undefined ? { status: 200 } : { refusal };
}

function withoutRules(path: string): ManagementResult {
  return { refusal: notAllowed(`'${path}' is no subscription and has no rules.`) };
}

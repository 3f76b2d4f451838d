import { expect, test } from "vitest";
import { steps } from "../../../functions/steps.ts";
import { type CaseSettingsChange, changed, usualSettings } from "../../../shared/domain/case-settings.ts";
import type { Cloud } from "../../../shared/domain/cloud.ts";
import { makePlan } from "../../../shared/domain/plan.ts";
import { Policy } from "../../../shared/domain/policy.ts";

/** Whether the plan has the step, or why not. */
function planned(name: string, settings: CaseSettingsChange, cloud: Cloud = "worldwide"): string {
  const facts = { settings: changed(usualSettings, settings), cloud };
  const record = makePlan(steps, Policy.parse({}), facts).steps.find((step) => step.name === name);
  return record?.because ?? record?.state ?? "no such step";
}

test.each([
  ["hold-mailbox", {}, /wants no hold/],
  ["hold-mailbox", { mailbox: { hold: "litigation" } }, /^pending$/],
  ["list-holds", {}, /^pending$/],
  ["request-export", {}, /wants no export/],
  ["request-export", { mailbox: { export: "operator" } }, /^pending$/],
  ["remove-inbox-rules", {}, /^pending$/],
  ["remove-inbox-rules", { mailbox: { inboxRules: "keep" } }, /keeps the inbox rules/],
  ["cancel-meetings", {}, /^pending$/],
  ["cancel-meetings", { mailbox: { cancelMeetings: false } }, /keeps the meetings/],
  ["set-auto-reply", {}, /^pending$/],
  ["set-auto-reply", { mailbox: { autoReply: "off" } }, /wants no automatic reply/],
  ["set-auto-reply", { end: "inactive-mailbox" }, /R-32/],
] as const)("%s with %j: %s", (name, settings, said) => {
  expect(planned(name, settings)).toMatch(said);
});

test("R-32, REQ-20: an inactive mailbox is promised no reply", () => {
  expect(planned("set-auto-reply", { end: "inactive-mailbox" })).toContain("R-32");
  expect(planned("set-auto-reply", { end: "plain-deletion" })).toBe("pending");
});

test("R-75: 21Vianet has no eDiscovery in Graph: the plan says so", () => {
  expect(planned("request-export", { mailbox: { export: "operator" } }, "china")).toContain("R-75");
});

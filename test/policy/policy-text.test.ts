import { describe, expect, test } from "vitest";
import { readPolicyText } from "../../dev/policy/policy-text.ts";
import { steps } from "../../functions/steps.ts";

const somebody = "0e7b6c1d-2f34-4a5b-8c6d-7e8f90a1b2c3";

/** Faults as `line:column path`, with the message behind. */
function faultsOf(policy: object | string): readonly string[] {
  const text = typeof policy === "string" ? policy : JSON.stringify(policy, undefined, 2);
  return readPolicyText(text, steps).faults.map(
    ({ line, column, path, message }) => `${line}:${column} ${path} ${message}`,
  );
}

describe("places", () => {
  test("an empty policy is right: everything has a default", () => {
    expect(readPolicyText("{}", steps)).toMatchObject({ faults: [], policy: { endOfWork: "18:00" } });
  });

  test("a text that is no JSON has its line", () => {
    expect(faultsOf('{\n  "endOfWork": "18:00",\n}')).toEqual([expect.stringMatching(/^3:1 .*no JSON/)]);
  });

  test("a wrong value has its line and its path", () => {
    expect(faultsOf({ sites: { Oslo: "Europe/Atlantis" } })).toEqual([expect.stringMatching(/^3:5 sites\.Oslo /)]);
  });

  test("a misspelt member is named where it stands", () => {
    expect(faultsOf({ endOfWork: "18:00", defaults: { mailbx: {} } })).toEqual([
      expect.stringMatching(/^4:5 defaults\.mailbx /),
    ]);
  });

  test("a step that does not exist is named where it is written", () => {
    const policy = { skip: { "convert-mailbx": "never" }, defaults: { approvals: ["delete-acount"] } };

    expect(faultsOf(policy)).toEqual([
      expect.stringMatching(/^3:5 skip\.convert-mailbx there is no step/),
      expect.stringMatching(/^7:7 defaults\.approvals\[0\] there is no step/),
    ]);
  });
});

describe("contradictions", () => {
  test.each([
    ["R-27", "inactive mailbox without a hold", { end: "inactive-mailbox" }, "defaults.end"],
    [
      "R-37",
      "convert and delete together",
      { end: "plain-deletion", mailbox: { convertToShared: true } },
      "defaults.mailbox.convertToShared",
    ],
    [
      "R-32",
      "forward from a deleted account",
      { end: "plain-deletion", mailbox: { forwardTo: somebody } },
      "defaults.mailbox.forwardTo",
    ],
    [
      "R-40",
      "forward without licence or conversion",
      { mailbox: { forwardTo: somebody, convertToShared: false } },
      "defaults.mailbox.forwardTo",
    ],
    [
      "R-32",
      "auto-reply of a deleted account",
      { end: "plain-deletion", mailbox: { autoReply: "on" } },
      "defaults.mailbox.autoReply",
    ],
    [
      "REQ-20",
      "access to a deleted mailbox",
      { end: "plain-deletion", mailbox: { fullAccess: "custodian" } },
      "defaults.mailbox.fullAccess",
    ],
    ["FACT-11", "hold without a plan that stays", { mailbox: { hold: "litigation" } }, "defaults.mailbox.hold"],
    ["REQ-17", "a length without a hold", { mailbox: { holdDays: 90 } }, "defaults.mailbox.holdDays"],
    ["REQ-33", "a copy without a library", { drive: { handOver: "copy" } }, "defaults.drive.handOver"],
    [
      "R-52",
      "a wipe without approval",
      { devices: { company: "wipe" }, approvals: ["delete-account"] },
      "defaults.devices.company",
    ],
    ["R-60", "a deletion without approval", { end: "plain-deletion", approvals: [] }, "defaults.approvals"],
    ["R-60", "a waiting time for nothing", { deleteAfterDays: 10 }, "defaults.deleteAfterDays"],
  ])("%s: %s is named at its place", (_, __, defaults, path) => {
    expect(faultsOf({ defaults })).toEqual([expect.stringContaining(` ${path} `)]);
  });

  test("R-74: two rules that can hold for one person contradict each other at the later one", () => {
    const rules = [
      {
        because: "lawyers keep",
        when: { department: ["Legal"] },
        set: { end: "inactive-mailbox", mailbox: { hold: "litigation" } },
      },
      { because: "Norway closes", when: { country: ["Norway"] }, set: { mailbox: { hold: "none" } } },
    ];

    expect(faultsOf({ rules })).toEqual([expect.stringMatching(/ rules\[0\]\.set\.end .*R-27/)]);
  });

  test("R-74: rules that exclude each other do not", () => {
    const rules = [
      {
        because: "lawyers keep",
        when: { country: ["Sweden"] },
        set: { end: "inactive-mailbox", mailbox: { hold: "litigation" } },
      },
      { because: "Norway closes", when: { country: ["Norway"] }, set: { mailbox: { hold: "none" } } },
    ];

    expect(faultsOf({ rules })).toEqual([]);
  });

  test("a warning keeps nobody from using the policy, an error does", () => {
    const policyOf = (defaults: object) => readPolicyText(JSON.stringify({ defaults }), steps).policy;

    expect(policyOf({ deleteAfterDays: 10 })).toBeDefined();
    expect(policyOf({ end: "inactive-mailbox" })).toBeUndefined();
  });
});

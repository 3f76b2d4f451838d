import { describe, expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import type { CaseFile, StepRecord } from "../../shared/domain/case.ts";
import { instant, StepName } from "../../shared/domain/ids.ts";
import type { Outcome } from "../../shared/domain/outcome.ts";
import { endStep } from "../../shared/domain/progress.ts";
import { aFile, noon, somePlan } from "../a-case.ts";

const later = instant(Date.parse("2026-03-31T12:00:05Z"));

/** What one outcome of one step sets free, in a case where everything before it was seen finished. */
function freedBy(name: string, outcome: Outcome, states: Record<string, Partial<StepRecord>>): readonly string[] {
  const change = end(aFile({}, { ...states, [name]: { state: "changing", generation: 1 } }), name, outcome);
  return (change.steps ?? []).filter((step) => step.state === "ready").map((step) => step.name);
}

function end(file: CaseFile, name: string, outcome: Outcome) {
  const record = file.steps.find((step) => step.name === name);
  const step = steps.find((one) => one.name === name);
  if (record === undefined || step === undefined) throw new Error(`No step ${name}`);
  return endStep(file, record, { outcome, step, handled: [], at: later });
}

const done = { state: "done" as const, finishedAt: noon };
/** What comes before the block, and is behind it here. */
const path = { snapshot: done, "remove-admin-roles": done, "ask-on-premises": done };
const parked: Outcome = { kind: "parked", because: "Disable the account in Active Directory" };

describe("the order of the lockout", () => {
  test("R-24: nothing changes before the snapshot", () => {
    const planned = somePlan().filter(({ state }) => state === "pending");
    const startable = planned.filter((step) => step.needs.length === 0 && step.after.length === 0);

    expect(startable.map((step) => step.name)).toEqual(["snapshot"]);
  });

  test("R-19: the privileged path comes before the block, and the block does not wait for its end", () => {
    expect(freedBy("snapshot", { kind: "done" }, {})).toEqual(["remove-admin-roles", "ask-on-premises"]);
    const asking = { snapshot: done, "ask-on-premises": { state: "waiting" as const } };
    expect(freedBy("remove-admin-roles", { kind: "unchanged" }, asking)).toEqual(["block-sign-in"]);
    expect(freedBy("remove-admin-roles", parked, asking)).toEqual(["block-sign-in"]);
  });

  test("R-12, R-13, R-17, R-20: blocking sign-in comes first, then what may run beside each other", () => {
    expect(freedBy("block-sign-in", { kind: "done" }, path)).toEqual([
      "revoke-sessions",
      "reset-password",
      "block-mail-protocols",
      "remove-sign-in-methods",
      "disable-devices",
    ]);
  });

  test("R-12: a parked block never lets sessions be revoked, and lets the rest of the cloud's work go on", () => {
    expect(freedBy("block-sign-in", parked, path)).toEqual([
      "reset-password",
      "block-mail-protocols",
      "remove-sign-in-methods",
      "disable-devices",
    ]);
  });

  test("R-12, REQ-13: a block that stands behind Active Directory counts as tried, and is free when that one was seen", () => {
    const behind: Outcome = { kind: "behind", step: StepName.parse("ask-on-premises"), because: "AD first" };
    const asking = { ...path, "ask-on-premises": { state: "parked" as const } };
    const file = aFile({}, { ...asking, "block-sign-in": { state: "changing", generation: 1 } });

    const [blocked, ...freed] = end(file, "block-sign-in", behind).steps ?? [];
    expect(freed.map(({ name }) => name)).toEqual([
      "reset-password",
      "block-mail-protocols",
      "remove-sign-in-methods",
      "disable-devices",
    ]);
    expect(blocked).toMatchObject({ state: "pending", tried: true, needs: ["snapshot", "ask-on-premises"] });

    const seen = { ...asking, "block-sign-in": blocked ?? {} };
    expect(freedBy("ask-on-premises", { kind: "done" }, seen)).toContain("block-sign-in");
    expect(freedBy("ask-on-premises", parked, seen)).not.toContain("block-sign-in");
  });

  test("R-13: the second revocation waits for everything that could still issue a token", () => {
    const before = { ...path, "block-sign-in": done, "revoke-sessions": done, "reset-password": done };
    const almost = { ...before, "block-mail-protocols": done };
    const running = { "remove-sign-in-methods": { state: "changing" as const } };

    expect(freedBy("disable-devices", { kind: "unchanged" }, { ...almost, ...running })).toEqual([]);
    expect(freedBy("disable-devices", { kind: "unchanged" }, { ...almost, "remove-sign-in-methods": done })).toEqual([
      "revoke-sessions-again",
    ]);
  });

  test("R-16: nothing parked counts as locked out", () => {
    const all = Object.fromEntries(somePlan().map((step) => [step.name, done]));
    const open = { "confirm-lockout": { state: "pending" as const }, "notify-manager": { state: "pending" as const } };

    expect(freedBy("reset-password", parked, { ...all, ...open })).toEqual([]);
    expect(freedBy("reset-password", { kind: "done" }, { ...all, ...open })).toEqual(["confirm-lockout"]);
  });
});

describe("the end of a step", () => {
  test("stops the stopwatch and says so once, when the lockout was seen", () => {
    const change = end(aFile({}, { "confirm-lockout": { state: "ready", generation: 1 } }), "confirm-lockout", {
      kind: "done",
    });

    expect(change.record?.lockedOutAt).toBe(later);
    expect(change.send?.map((message) => message.body)).toContainEqual(
      expect.objectContaining({ type: "case.locked-out" }),
    );
  });

  test("parks the case with the instruction, and calls a person once", () => {
    const first = aFile({}, { "block-sign-in": { state: "changing", generation: 1 } });
    const change = end(first, "block-sign-in", parked);
    const again = end({ ...first, record: { ...first.record, status: "parked" } }, "block-sign-in", parked);

    expect(change.record).toMatchObject({ status: "parked", because: expect.stringContaining("Active Directory") });
    expect(types(change)).toEqual(["case.parked"]);
    expect(types(again)).toEqual([]);
  });

  test("RULE 16: a wait raises the generation, so that the broker does not swallow the next message", () => {
    const file = aFile({}, { snapshot: { state: "ready", generation: 3 } });
    const change = end(file, "snapshot", { kind: "waiting", until: later, because: "throttled" });

    expect(change.steps).toEqual([expect.objectContaining({ state: "waiting", generation: 4 })]);
    expect(change.send).toEqual([
      expect.objectContaining({ notBefore: later, body: expect.objectContaining({ generation: 4 }) }),
    ]);
  });

  test("P6: after a cancel, an effect that landed is recorded as crossed, and nothing follows", () => {
    const file = aFile({ status: "cancelled" }, { snapshot: { state: "changing", generation: 1 } });
    const change = end(file, "snapshot", { kind: "done" });

    expect(change.steps).toEqual([expect.objectContaining({ state: "done", crossed: true })]);
    expect([change.send, change.record?.status]).toEqual([[], undefined]);
  });

  test("closes the case when every step was seen finished", () => {
    const all = Object.fromEntries(somePlan().map((step) => [step.name, done]));
    const change = end(aFile({}, { ...all, "close-case": { state: "ready", generation: 1 } }), "close-case", {
      kind: "done",
    });

    expect(change.record).toMatchObject({ status: "done", closedAt: later });
    expect(types(change)).toEqual(["case.closed"]);
  });
});

function types(change: ReturnType<typeof endStep>): readonly string[] {
  return (change.send ?? []).flatMap(({ body }) => (body.kind === "event" ? [body.type] : []));
}

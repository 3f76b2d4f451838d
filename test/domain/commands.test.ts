import { describe, expect, test } from "vitest";
import type { CaseStatus, Departure } from "../../shared/domain/case.ts";
import { cancel, pause, RefusedError, rescue, resume, revise, start } from "../../shared/domain/commands.ts";
import { instant } from "../../shared/domain/ids.ts";
import { stepMessage } from "../../shared/domain/messages.ts";
import { aFile, noon } from "../a-case.ts";

const command = { actor: "operator:u123", because: "asked by HR", at: noon };
const departure: Departure = {
  date: "2026-04-30",
  meaning: "last-working-day",
  zone: "Europe/Oslo",
  timeOfDay: "18:00",
  startAt: instant(Date.parse("2026-04-30T16:00:00Z")),
  late: false,
};
const statuses: readonly CaseStatus[] = ["proposed", "scheduled", "running", "paused", "parked", "done", "cancelled"];

describe("every command has an answer in every state", () => {
  test.each([
    ["start", ["proposed", "scheduled"], (status: CaseStatus) => start(aFile({ status }), command)],
    ["revise", ["proposed", "scheduled"], (status: CaseStatus) => revise(aFile({ status }), departure, command)],
    ["pause", ["running", "parked"], (status: CaseStatus) => pause(aFile({ status }), command)],
    [
      "cancel",
      ["proposed", "scheduled", "running", "paused", "parked"],
      (status: CaseStatus) => cancel(aFile({ status }), command),
    ],
    [
      "resume",
      ["running", "paused", "parked"],
      (status: CaseStatus) => resume(aFile({ status }, { snapshot: { state: "parked" } }), command),
    ],
  ] as const)("%s is allowed for %j, and refused with a reason otherwise", (_, allowed, run) => {
    for (const status of statuses) {
      if ((allowed as readonly CaseStatus[]).includes(status)) expect(run(status).audit.because).toBe("asked by HR");
      else expect(() => run(status)).toThrow(RefusedError);
    }
  });
});

describe("cancel", () => {
  test("P6: leaves nothing to be sent but the fact, and lists what is under way", () => {
    const file = aFile({}, { "block-sign-in": { state: "changing", generation: 1 }, snapshot: { state: "done" } });
    const pending = { ...stepMessage(file.record.caseId, stepOf(file, "block-sign-in")), key: "outbox:1", at: noon };

    const change = cancel({ ...file, outbox: [pending] }, command);

    expect(change.handled).toEqual([pending.messageId]);
    expect(change.send?.map(({ body }) => body.kind)).toEqual(["event"]);
    expect(change.audit.details).toEqual({ inFlight: ["block-sign-in"] });
    expect(change.steps?.find((step) => step.name === "block-sign-in")).toMatchObject({
      state: "changing",
      crossed: true,
    });
    expect(change.steps?.filter((step) => step.state === "cancelled")).toHaveLength(11);
  });
});

/** What comes before the block, and is behind it here. */
const path = { "remove-admin-roles": { state: "unchanged" }, "ask-on-premises": { state: "skipped" } } as const;

describe("resume", () => {
  test("lets a parked step start anew under a generation of its own, and keeps what stood there before", () => {
    const file = aFile(
      { status: "parked" },
      {
        snapshot: { state: "done" },
        ...path,
        "block-sign-in": { state: "parked", generation: 2, attempts: 5, before: { enabled: true }, because: "AD" },
      },
    );

    const change = resume(file, command);

    expect(change.steps).toEqual([
      expect.objectContaining({ state: "ready", generation: 3, attempts: 0, before: { enabled: true } }),
    ]);
    expect(change.record).toMatchObject({ status: "running" });
  });

  test("of one step leaves the other one parked, and the case with it", () => {
    const file = aFile(
      { status: "parked" },
      { snapshot: { state: "done" }, "block-sign-in": { state: "parked" }, "reset-password": { state: "parked" } },
    );

    const change = resume(file, command, stepOf(file, "reset-password").name);

    expect(change.steps?.map((step) => step.name)).toContain("reset-password");
    expect(change.steps?.map((step) => step.name)).not.toContain("block-sign-in");
    expect(change.record?.status).toBe("parked");
  });

  test("of a paused case sends again what its messages found paused, without forgetting an announced change", () => {
    const intent = { writeId: "w", at: noon, leaseUntil: noon, accepted: false };
    const file = aFile({ status: "paused" }, { snapshot: { state: "changing", generation: 1, intent } });

    expect(resume(file, command).steps).toEqual([expect.objectContaining({ generation: 2, intent })]);
  });
});

describe("rescue", () => {
  test("RULE 17: sends again what no message is left for, and leaves alone what is promised or in the middle", () => {
    const live = { writeId: "w", at: noon, leaseUntil: instant(Date.parse(noon) + 1), accepted: false };
    const file = aFile(
      {},
      {
        "reset-password": { state: "ready", generation: 1 },
        "disable-devices": { state: "changing", generation: 1, intent: live },
        "block-mail-protocols": { state: "waiting", generation: 2 },
      },
    );
    const promised = {
      ...stepMessage(file.record.caseId, stepOf(file, "block-mail-protocols")),
      key: "outbox:1",
      at: noon,
    };

    const change = rescue({ ...file, outbox: [promised] }, command);

    expect(change?.steps?.map((step) => [step.name, step.generation])).toEqual([["reset-password", 2]]);
  });
});

function stepOf(file: ReturnType<typeof aFile>, name: string) {
  const step = file.steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`No step ${name}`);
  return step;
}

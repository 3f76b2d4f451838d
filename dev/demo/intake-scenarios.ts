import { bambooHrWebhook, standardWebhook } from "../stack/hr-sender.ts";
import type { CaseAsShown } from "../stack/ops-client.ts";
import { local } from "../stack/settings.ts";
import { closedOnce, lockedOut, parkedAt, twice, untouched } from "./judge.ts";
import { noticesAbout } from "./notices-seen.ts";
import type { Scenario } from "./scenario.ts";

/** How a notice becomes a case, or not: what HR says, how often, in which order, and about whom. */
export const intakeScenarios: readonly Scenario[] = [
  {
    who: "anna",
    title: "left yesterday",
    async play(scene) {
      scene.terminate("anna", scene.day(-1));
      await scene.send(bambooHrWebhook(scene.hrId("anna")));
    },
    faults: (scene, cases) => [...closedOnce(cases), ...lockedOut(scene, "anna"), ...twice(scene, "anna")],
  },
  {
    who: "ben",
    title: "told five times",
    async play(scene) {
      scene.terminate("ben", scene.day(-1));
      const repeated = bambooHrWebhook(scene.hrId("ben"));
      const employeeId = scene.employeeId("ben");
      const others = [
        bambooHrWebhook(scene.hrId("ben"), { at: Date.now() - 2_000 }),
        standardWebhook("payroll", "employee.terminated", employeeId),
      ];
      await Promise.all([repeated, repeated, repeated, ...others].map((webhook) => scene.send(webhook)));
    },
    faults: (scene, cases) => [...closedOnce(cases), ...lockedOut(scene, "ben"), ...twice(scene, "ben")],
  },
  {
    who: "clara",
    title: "leaves in 30 days",
    async play(scene) {
      scene.terminate("clara", scene.day(30));
      await scene.send(bambooHrWebhook(scene.hrId("clara")));
    },
    faults: (scene, cases) => [
      ...closedOnce(cases),
      ...lockedOut(scene, "clara"),
      ...early(cases),
      ...twice(scene, "clara"),
    ],
  },
  {
    who: "dario",
    title: "leaving, then staying",
    async play(scene) {
      scene.terminate("dario", scene.day(20));
      await scene.send(bambooHrWebhook(scene.hrId("dario")));
      await scene.untilSeen(
        "the case of dario to be scheduled",
        async () => (await scene.casesOf("dario"))[0]?.status === "scheduled",
      );
      scene.stack.tenant.state.hr.rescind(scene.hrId("dario"));
      await scene.send(bambooHrWebhook(scene.hrId("dario"), { at: Date.now() + 1_000 }));
      await scene.untilSeen(
        "the case of dario to be cancelled",
        async () => (await scene.casesOf("dario"))[0]?.status === "cancelled",
      );
    },
    faults: (scene, cases) => [
      ...(cases[0]?.status === "cancelled" ? [] : [`the case is ${cases[0]?.status}`]),
      ...untouched(scene, "dario"),
    ],
  },
  {
    who: "erik",
    title: "mastered in Active Directory",
    async play(scene) {
      scene.terminate("erik", scene.day(-1));
      await scene.send(bambooHrWebhook(scene.hrId("erik")));
    },
    faults: (scene, cases) => [
      ...parkedAt(cases, "ask-on-premises", /In Active Directory, disable the account/),
      ...(noticesAbout(scene, cases[0]).some(({ kind }) => kind === "case-parked") ? [] : ["nobody is told by mail"]),
      ...(cases[0]?.steps ?? []).flatMap(({ name, state }) =>
        cloudOnly.includes(name) && state !== "done" ? [`${name} is ${state}`] : [],
      ),
      ...(scene.effectsOn("erik").includes("revoke-sessions")
        ? ["sessions revoked while the account is enabled (R-12)"]
        : []),
    ],
  },
  {
    who: "freja",
    title: "on the protected list",
    async play(scene) {
      const before = await scene.storedDeliveries();
      scene.terminate("freja", scene.day(-1));
      await scene.send(bambooHrWebhook(scene.hrId("freja")));
      await scene.untilSeen(
        "the notice about freja to be stored",
        async () => (await scene.storedDeliveries()) > before,
      );
    },
    faults: (scene, cases) => [...(cases.length === 0 ? [] : ["a case was opened"]), ...untouched(scene, "freja")],
  },
  {
    who: "george",
    title: "has no mailbox",
    async play(scene) {
      scene.terminate("george", scene.day(-3));
      const employeeId = scene.employeeId("george");
      await scene.send(standardWebhook("payroll", "employee.terminated", employeeId));
    },
    faults: (scene, cases) => [...closedOnce(cases), ...lockedOut(scene, "george"), ...twice(scene, "george")],
  },
  {
    who: "hanna",
    title: "locked out by hand before",
    async play(scene) {
      scene.terminate("hanna", scene.day(-1));
      await scene.send(bambooHrWebhook(scene.hrId("hanna"), { secret: local.bambooHrSecretNext }));
    },
    faults: (scene, cases) => [
      ...closedOnce(cases),
      ...lockedOut(scene, "hanna"),
      ...(scene.effectsOn("hanna").includes("block-sign-in") ? ["blocked although it was blocked"] : []),
    ],
  },
  {
    who: "ivan",
    title: "holds an administrator role",
    async play(scene) {
      scene.terminate("ivan", scene.day(-1));
      await scene.send(bambooHrWebhook(scene.hrId("ivan")));
    },
    faults: (scene, cases) => [
      ...closedOnce(cases),
      ...lockedOut(scene, "ivan"),
      ...(scene.stack.tenant.state.person("ivan").roles.length > 0 ? ["a role is left"] : []),
    ],
  },
  {
    who: "julia",
    title: "source needs an approval",
    async play(scene) {
      const employeeId = scene.employeeId("julia");
      await scene.send(standardWebhook("approvals", "employee.terminated", employeeId));
      await scene.untilSeen(
        "the case of julia to be proposed",
        async () => (await scene.casesOf("julia"))[0]?.status === "proposed",
      );
      const [proposed] = await scene.casesOf("julia");
      if (proposed === undefined || scene.effectsOn("julia").length > 0)
        throw new Error("julia was touched before the approval");
      await scene.ops.act(proposed.caseId, "start", "approved by HR on the phone");
    },
    faults: (scene, cases) => [...closedOnce(cases), ...lockedOut(scene, "julia"), ...twice(scene, "julia")],
  },
];

const cloudOnly = ["block-mail-protocols", "remove-sign-in-methods"];

function early(cases: readonly CaseAsShown[]): readonly string[] {
  const { startAt = "", startedAt = "" } = cases[0] ?? {};
  return startedAt >= startAt ? [] : [`started at ${startedAt}, before ${startAt}`];
}

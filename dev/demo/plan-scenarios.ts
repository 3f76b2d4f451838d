import { bambooHrWebhook } from "../stack/hr-sender.ts";
import type { CaseAsShown } from "../stack/ops-client.ts";
import type { Scene } from "../stack/scene.ts";
import { closedOnce, lockedOut, twice } from "./judge.ts";
import type { Scenario } from "./scenario.ts";

/** HR records the last day and tells it by one webhook. */
async function leave(scene: Scene, who: string, daysAhead = -1, type?: string): Promise<void> {
  const lastDay = scene.day(daysAhead);
  scene.stack.tenant.state.hr.terminate(scene.hrId(who), { lastDay, ...(type && { type }) });
  await scene.send(bambooHrWebhook(scene.hrId(who)));
}

function done(scene: Scene, who: string, cases: readonly CaseAsShown[]): readonly string[] {
  return [...closedOnce(cases), ...lockedOut(scene, who), ...twice(scene, who)];
}

function deleted(scene: Scene, who: string): readonly string[] {
  return scene.stack.tenant.state.person(who).deletedAt === undefined ? ["the account was not deleted"] : [];
}

function mailboxOf(scene: Scene, who: string) {
  const { state } = scene.stack.tenant;
  const mailbox = state.mailboxes.find(state.person(who).id);
  return mailbox && { kind: mailbox.kind, ...state.exchange.of(mailbox) };
}

/** Whoever still reports to a leaver, and is not on the list of what stays open. */
function unlisted(scene: Scene, who: string, [newest]: readonly CaseAsShown[]): readonly string[] {
  const { state } = scene.stack.tenant;
  const listed = new Set(newest?.report.risks.map(({ objectId }) => objectId));
  const reports = state.people.all().filter(({ managerId }) => managerId === state.person(who).id);
  return [
    ...(reports.length === 0 ? [`nobody reports to ${who}`] : []),
    ...reports.filter(({ id }) => !listed.has(id)).map(({ key }) => `nobody is told that ${key} reports to ${who}`),
  ];
}

/** Through different plans: what the policy says about the department, and what the tenant has of the person. */
export const planScenarios: readonly Scenario[] = [
  {
    who: "leaver01",
    title: "inactive mailbox with hold",
    play: (scene) => leave(scene, "leaver01"),
    faults: (scene, cases) => [
      ...closedOnce(cases),
      ...deleted(scene, "leaver01"),
      ...(mailboxOf(scene, "leaver01")?.life.kind === "inactive" ? [] : ["the mailbox is not inactive"]),
    ],
  },
  {
    who: "leaver02",
    title: "forward after conversion",
    play: (scene) => leave(scene, "leaver02"),
    faults: (scene, cases) => [
      ...done(scene, "leaver02", cases),
      ...(mailboxOf(scene, "leaver02")?.kind === "SharedMailbox" ? [] : ["the mailbox is not shared"]),
      ...(mailboxOf(scene, "leaver02")?.forwardingAddress ? [] : ["nothing is forwarded"]),
    ],
  },
  {
    who: "leaver07",
    title: "private phone",
    play: (scene) => leave(scene, "leaver07"),
    faults: (scene, cases) => [
      ...done(scene, "leaver07", cases),
      ...(scene.effectsOn("leaver07").some((effect) => effect.includes("full-wipe") || effect === "wipe-managed-device")
        ? ["a private phone was reset"]
        : []),
    ],
  },
  {
    who: "leaver10",
    title: "urgent, company phone",
    play: (scene) => leave(scene, "leaver10", 0, "Involuntary"),
    faults: (scene, cases) => done(scene, "leaver10", cases),
  },
  {
    who: "guest",
    title: "guest of another company",
    play: (scene) => leave(scene, "guest"),
    faults: (scene, cases) => [
      ...closedOnce(cases),
      ...(scene.stack.tenant.state.person("guest").accountEnabled ? ["the guest is enabled"] : []),
      ...(scene.effectsOn("guest").includes("revoke-sessions") ? ["sessions that are not ours were revoked"] : []),
    ],
  },
  {
    who: "maria",
    title: "manager of others, who are listed, in 20 days",
    play: (scene) => leave(scene, "maria", 20),
    faults: (scene, cases) => [...done(scene, "maria", cases), ...unlisted(scene, "maria", cases)],
  },
];

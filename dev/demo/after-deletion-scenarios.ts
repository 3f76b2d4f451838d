import { bambooHrWebhook } from "../stack/hr-sender.ts";
import type { CaseAsShown, RestoreOrder } from "../stack/ops-client.ts";
import type { Scene } from "../stack/scene.ts";
import { rename } from "../tenant/changes.ts";
import { deleteUser, purgeUser } from "../tenant/deletion/changes.ts";
import { setHold } from "../tenant/sharepoint/changes.ts";
import { opensAgain } from "./judge.ts";
import { noticesAbout, sentOnce } from "./notices-seen.ts";
import type { Scenario } from "./scenario.ts";

const deletionDay = 5;
const quarterMs = 16 * 60_000;
const holdDay = 30;
const liftDay = 40;
const secondAddress = "smtp:n.haddad@kestrel.example";
const newName = "nadia.haddad.2@kestrel.example";

/** Somebody deletes accounts in a portal, and tells nobody: a notification of Graph does, or the delta query. */
function deletedByHand(...people: readonly string[]) {
  return async (scene: Scene) => {
    const { tenant } = scene.stack;
    for (const who of people) deleteUser(tenant.state, tenant.state.person(who), "hand");
    await scene.advanceTo("a quarter of an hour later", new Date(Date.now() + quarterMs).toISOString());
    await scene.untilSeen(`cases of ${people.join(", ")}`, async () =>
      (await scene.newestCases(people)).every((one) => one !== undefined),
    );
  };
}

function onHold(who: string, hasHolds: boolean) {
  return ({ stack: { tenant } }: Scene) => {
    const site = tenant.state.sites.oneDrive(tenant.state.person(who).id);
    if (site !== undefined) setHold(tenant.state, site, hasHolds);
  };
}

/** What the tenant does not answer to is ordered again a minute later, for those people only. @returns outcomes, as ordered */
async function restore(scene: Scene, orders: readonly RestoreOrder[], reason: string): Promise<readonly string[]> {
  const outcomes = new Map<string, string>();
  await scene.untilSeen(`the order to restore ${orders.length} to be taken`, async () => {
    const open = orders.filter(({ person }) => (outcomes.get(person) ?? "failed") === "failed");
    const results = await scene.ops.restore(open, reason);
    for (const [index, { person }] of open.entries()) outcomes.set(person, results[index]?.outcome ?? "none");
    return ![...outcomes.values()].includes("failed");
  });
  return orders.map(({ person }) => outcomes.get(person) ?? "none");
}

/** Joined: an order whose answer was lost came again. */
function isUnderWay(outcome: string | undefined): boolean {
  return outcome === "opened" || outcome === "joined";
}

/** An operator gives the way to sign in, which is the word that the account may be opened; the person uses it. */
async function giveSignIn(scene: Scene, who: string): Promise<void> {
  await scene.workedOff([who], 180);
  const [newest] = await scene.casesOf(who);
  await scene.ops.giveSignIn(newest?.caseId ?? "", "handed over in person");
  await scene.workedOff([who], 180);
  const atDesk = new Date(Date.now() + quarterMs).toISOString();
  await scene.advanceTo(`${who} signs in a quarter of an hour later`, atDesk);
  scene.stack.tenant.state.signIn(who, 0);
}

/** The follow-up of a restore saw that the person got in (REQ-67). */
function gotIn(cases: readonly CaseAsShown[]): readonly string[] {
  const followUp = cases[0]?.steps.find(({ name }) => name === "follow-up-restore");
  return followUp?.state === "unchanged" || followUp?.state === "done"
    ? []
    : [`the follow-up of the restore is ${followUp?.state} (${followUp?.because})`];
}

function outcomeOf(cases: readonly CaseAsShown[], kind: string, status: string): readonly string[] {
  const found = cases.filter((one) => one.kind === kind);
  if (found.length !== 1) return [`${found.length} cases of kind ${kind}`];
  return found[0]?.status === status ? [] : [`the ${kind} is ${found[0]?.status} (${found[0]?.because})`];
}

/** What happens once an account is gone, and how a person is given everything back. */
export const afterDeletionScenarios: readonly Scenario[] = [
  {
    who: "leaver03",
    title: "deleted in a portal, then a hold for ten days",
    async play({ stack: { tenant } }) {
      const petra = tenant.state.person("petra");
      petra.facts = { ...petra.facts, preferredLanguage: "sv-SE" };
    },
    acts: [
      {
        day: deletionDay,
        what: "leaver03 is deleted in a portal, and nobody says so",
        play: deletedByHand("leaver03"),
      },
      { day: holdDay, what: "a hold is placed on the OneDrive of leaver03", play: onHold("leaver03", true) },
      {
        day: liftDay,
        what: "the hold is lifted",
        play(scene) {
          const { state } = scene.stack.tenant;
          // Five days past the end: without the hold it would be in the bin.
          if (state.sites.oneDrive(state.person("leaver03").id)?.recycledAt !== undefined)
            throw new Error("The OneDrive of leaver03 went to the bin under a hold");
          onHold("leaver03", false)(scene);
        },
      },
    ],
    faults(scene, cases) {
      const notices = noticesAbout(scene, cases[0]);
      const petra = scene.stack.tenant.state.person("petra");
      const toPetra = notices.filter(({ to }) => to.includes(petra.mail ?? ""));
      return [
        ...(cases.length === 1 && cases[0]?.kind === "retention"
          ? []
          : [`${cases.length} cases, none expected but one of kind retention`]),
        ...sentOnce(toPetra, "custodian-first", deletionDay),
        ...sentOnce(toPetra, "custodian-second", deletionDay + 23),
        ...sentOnce(toPetra, "hold-placed", holdDay),
        ...sentOnce(toPetra, "hold-lifted", liftDay),
        ...(toPetra.every(({ language }) => language === "sv") ? [] : ["petra reads Swedish"]),
        ...(notices.every(({ late }) => !late) ? [] : ["a notice came late"]),
      ];
    },
  },
  {
    who: "leaver04",
    title: "deleted, restored with both conflicts",
    async play({ stack: { tenant } }) {
      const leaver = tenant.state.person("leaver04");
      tenant.state.people.hide(leaver);
      leaver.proxyAddresses = [...leaver.proxyAddresses, secondAddress];
      tenant.state.people.add(leaver);
    },
    acts: [
      { day: deletionDay, what: "leaver04 is deleted in a portal", play: deletedByHand("leaver04") },
      {
        day: deletionDay + 7,
        what: "leaver05 got the sign-in name and an address of leaver04; leaver04 comes back",
        async play(scene) {
          const { state } = scene.stack.tenant;
          const [leaver, taker] = [state.person("leaver04"), state.person("leaver05")];
          rename(state, taker, leaver.userPrincipalName);
          state.people.hide(taker);
          taker.proxyAddresses = [...taker.proxyAddresses, secondAddress];
          state.people.add(taker);
          const person = leaver.id;
          const [asked] = await restore(scene, [{ person }], "she comes back");
          if (asked !== "conflict") throw new Error(`the restore of leaver04 is ${asked}`);
          const wishes = { signInName: "rename-restored", newSignInName: newName, addresses: "drop" } as const;
          const [done] = await restore(scene, [{ person, ...wishes }], "she comes back under another name");
          if (!isUnderWay(done)) throw new Error(`the restore of leaver04 under another name is ${done}`);
          await giveSignIn(scene, "leaver04");
        },
      },
    ],
    faults(scene, cases) {
      const { userPrincipalName } = scene.stack.tenant.state.person("leaver04");
      return [
        ...outcomeOf(cases, "retention", "cancelled"),
        ...opensAgain(scene, "leaver04"),
        ...gotIn(cases),
        ...(userPrincipalName === newName ? [] : ["the sign-in name is not the one that was asked for"]),
        ...(cases[0]?.report.risks.some(({ rule }) => rule === "R-67")
          ? []
          : ["nobody is told which addresses were dropped"]),
      ];
    },
  },
  {
    who: "leaver09",
    title: "leaves, and is employed again before the deletion",
    async play(scene) {
      scene.terminate("leaver09", scene.day(-1));
      await scene.send(bambooHrWebhook(scene.hrId("leaver09")));
    },
    acts: [
      {
        day: 8,
        what: "leaver09 is employed again: an operator cancels and gives everything back",
        async play(scene) {
          const { state } = scene.stack.tenant;
          state.hr.rehire(scene.hrId("leaver09"), { hireDate: scene.day(0) });
          await scene.send(bambooHrWebhook(scene.hrId("leaver09")));
          await scene.untilSeen(
            "the case of leaver09 to be paused",
            async () => (await scene.casesOf("leaver09"))[0]?.status === "paused",
          );
          const [done] = await restore(scene, [{ person: state.person("leaver09").id }], "employed again");
          if (!isUnderWay(done)) throw new Error(`the restore of leaver09 is ${done}`);
          await giveSignIn(scene, "leaver09");
        },
      },
    ],
    faults: (scene, cases) => [
      ...outcomeOf(cases, "leaver", "cancelled"),
      ...opensAgain(scene, "leaver09"),
      ...gotIn(cases),
      ...(scene.effectsOn("leaver09").includes("delete-user") ? ["the account was deleted"] : []),
    ],
  },
  {
    who: "leaver06",
    title: "two are restored together, one of them is gone",
    acts: [
      {
        day: deletionDay,
        what: "leaver06 and leaver08 are deleted, leaver08 for good",
        async play(scene) {
          const { state } = scene.stack.tenant;
          await deletedByHand("leaver06", "leaver08")(scene);
          purgeUser(state, state.person("leaver08"), undefined, "hand");
        },
      },
      {
        day: deletionDay + 2,
        what: "both are to be restored",
        async play(scene) {
          const { state } = scene.stack.tenant;
          const people = ["leaver06", "leaver08"].map((who) => ({ person: state.person(who).id }));
          const outcomes = await restore(scene, people, "deleted by mistake");
          if (!isUnderWay(outcomes[0]) || outcomes[1] !== "refused")
            throw new Error(`the batch came to ${outcomes.join()}`);
          await giveSignIn(scene, "leaver06");
        },
      },
    ],
    faults: (scene, cases) => [
      ...outcomeOf(cases, "retention", "cancelled"),
      ...opensAgain(scene, "leaver06"),
      ...gotIn(cases),
    ],
  },
];

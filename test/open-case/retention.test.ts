import { expect, test } from "vitest";
import { deleteUser, restoreUser } from "../../dev/tenant/deletion/changes.ts";
import { steps } from "../../functions/steps.ts";
import { type AccountPorts, meetAccount } from "../../shared/domain/account-events.ts";
import { SourceName } from "../../shared/domain/ids.ts";
import type { Verdict } from "../../shared/domain/intake.ts";
import type { AccountEvent } from "../../shared/domain/ports/directory-events.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { scheduled } from "../product/scheduled.ts";
import { clock, day, now } from "../product/virtual-time.ts";
import { atDeletion } from "../steps/retention/a-deleted-account.ts";

const begin = aProduct();
const dayMs = 86_400_000;
const minuteMs = 60_000;
const whole = { policy: { defaults: { end: "living-account" } } } as const;
/** Names of steps that can be done, or only be done, for an account that is gone. */
const lasting = new Set<string>(
  steps.flatMap(({ name, kinds, section }) => (kinds.includes("retention") || section === "close" ? [name] : [])),
);

function deleteAtPortal({ tenant }: Product, who: string): void {
  deleteUser(tenant.state, tenant.state.person(who), "hand");
}

async function told(product: Product, who: string, kind: AccountEvent["kind"] = "account.changed"): Promise<Verdict> {
  const { id } = product.leaver(who);
  const event = { source: SourceName.parse("directory"), kind, leaverId: id, by: "delta", receivedAt: now() } as const;
  return await meetAccount(event, product.ports satisfies AccountPorts);
}

/** How often this stands in the person's history. */
async function count(product: Product, who: string, what: string): Promise<number> {
  return (await product.leaver(who).history()).filter((one) => one === what).length;
}

test("REQ-41, R-07: deleted by somebody else in the middle of the plan, the case goes on with the retention", async () => {
  const product = await begin(whole);
  product.terminate("clara");
  await product.told("clara");
  await product.runUntil("remove-licences");
  const clara = product.leaver("clara");
  const before = await clara.file();
  deleteAtPortal(product, "clara");

  expect(await told(product, "clara")).toMatchObject({ bucket: "revised" });

  const after = await clara.file();
  const deletion = after.steps.find(({ name }) => name === "delete-account");
  expect(deletion).toMatchObject({ state: "unchanged", evidence: { deletedAt: expect.any(String) } });
  for (const step of after.steps) {
    const was = before.steps.find(({ name }) => name === step.name);
    if (step.name === "delete-account") continue;
    if (lasting.has(step.name)) expect(["pending", "ready"], step.name).toContain(step.state);
    else if (was?.state === "done" || was?.state === "unchanged") expect(step).toEqual(was);
    else expect(step.state, step.name).toBe("skipped");
  }
  expect(after.steps.filter(({ state }) => state === "ready").length).toBeGreaterThan(0);
  expect(await count(product, "clara", "case.account-deleted-elsewhere")).toBe(1);
  expect(after.record).toMatchObject({ status: "running", settings: { end: "plain-deletion" } });
  expect(await clara.events()).toContain("case.account-deleted-elsewhere");
  expect(await clara.faults()).toEqual([]);
});

test("the steps that were under way then write nothing over it, and their messages do nothing", async () => {
  const product = await begin(whole);
  product.terminate("clara");
  await product.told("clara");
  await product.runUntil("remove-group-memberships");
  const late = await product.leaver("clara").message("remove-group-memberships");
  deleteAtPortal(product, "clara");
  await told(product, "clara");
  const before = await product.leaver("clara").step("remove-group-memberships");

  await product.deliver(late.body);
  product.bus.takeDue(({ body }) => body.kind === "step" && body.step === "remove-group-memberships");

  expect(before).toMatchObject({ state: "skipped", because: expect.stringMatching(/deleted elsewhere/) });
  expect(await product.leaver("clara").step("remove-group-memberships")).toEqual(before);
});

test("told three times and at once, it is one row and one event", async () => {
  const product = await begin(whole);
  product.terminate("clara");
  await product.told("clara");
  await product.runUntil("hold-mailbox");
  deleteAtPortal(product, "clara");

  const verdicts = await Promise.all([
    told(product, "clara"),
    told(product.another(), "clara"),
    told(product, "clara"),
  ]);
  await told(product, "clara", "account.deleted");

  expect(verdicts.filter(({ bucket }) => bucket === "revised")).toHaveLength(1);
  expect(await count(product, "clara", "case.account-deleted-elsewhere")).toBe(1);
  expect((await product.leaver("clara").events()).filter((type) => /deleted-elsewhere/.test(type))).toHaveLength(1);
});

test("P6: a process that dies anywhere while it says so leaves the same end", async () => {
  const product = await begin({ ...whole, people: 40, policy: { ...whole.policy, breaker: { people: 1_000 } } });
  const [calm = "", ...others] = Array.from({ length: 40 }, (_, index) => `extra${String(index + 1).padStart(4, "0")}`);
  const readied = async (who: string) => {
    product.terminate(who);
    await product.told(who);
    deleteAtPortal(product, who);
  };
  const traces = async (who: string) => {
    const leaver = product.leaver(who);
    return { states: await leaver.states(), rows: await leaver.history(), faults: await leaver.faults() };
  };
  await readied(calm);
  const process = product.another();
  await told(process, calm);
  const expected = await traces(calm);

  for (const [index, crossing] of process.border.crossings.entries()) {
    const who = others[index] ?? "";
    await readied(who);
    const doomed = product.another();
    doomed.border.diesAt = (_, passed) => passed === index + 1;
    await Promise.race([told(doomed, who), doomed.border.death]);
    expect(doomed.border.dead, crossing).toBe(true);
    await told(product.another(), who);
    expect(await traces(who), crossing).toEqual(expected);
  }
  expect(process.border.crossings.length).toBeGreaterThan(8);
});

test("P6: a process that dies anywhere in an opening leaves one case, once it is told again", async () => {
  const product = await begin({ people: 40, policy: { breaker: { people: 1_000 } } });
  const [calm = "", ...others] = Array.from({ length: 40 }, (_, index) => `extra${String(index + 1).padStart(4, "0")}`);
  const traces = async (who: string) => {
    const leaver = product.leaver(who);
    const { status, kind } = await leaver.record();
    return {
      status,
      kind,
      called: await leaver.called(),
      events: await leaver.events(),
      faults: await leaver.faults(),
    };
  };
  deleteAtPortal(product, calm);
  const process = product.another();
  await told(process, calm);
  const expected = await traces(calm);

  for (const [index, crossing] of process.border.crossings.entries()) {
    const who = others[index] ?? "";
    deleteAtPortal(product, who);
    const doomed = product.another();
    doomed.border.diesAt = (_, passed) => passed === index + 1;
    await Promise.race([told(doomed, who), doomed.border.death]);
    expect(doomed.border.dead, crossing).toBe(true);
    await told(product.another(), who);
    expect(await traces(who), crossing).toEqual(expected);
    expect(await count(product, who, "case.opened")).toBe(1);
  }
  expect(process.border.crossings.length).toBeGreaterThan(8);
  expect(await product.caseIds()).toHaveLength(process.border.crossings.length + 1);
});

test("R-09: many accounts that are deleted elsewhere do not stop anybody's lockout", async () => {
  const product = await begin({ people: 40, policy: { breaker: { people: 10, share: 0 } } });
  for (let index = 1; index <= 30; index += 1) {
    const who = `extra${String(index).padStart(4, "0")}`;
    deleteAtPortal(product, who);
    await told(product, who);
  }
  product.terminate("clara");

  await product.told("clara");

  expect(await product.leaver("clara").record()).toMatchObject({ status: "running" });
});

test("Leaver's own deletion, told by the directory at any moment, changes nothing", async () => {
  const product = await begin();
  const clara = await atDeletion(product, "clara");
  // Told while the answer of the deletion is still on its way.
  const verdicts: Verdict[] = [];
  product.border.afterCall = async (call) => {
    if (call === "deletedAccounts.delete") verdicts.push(await told(product.another(), "clara"));
  };
  await product.run("delete-account");
  expect(clara.person.deletedAt).toBeDefined();
  const before = await clara.file();

  verdicts.push(await told(product, "clara"), await told(product, "clara", "account.deleted"));

  expect(verdicts.map(({ bucket }) => bucket)).toEqual(["joined", "joined", "joined"]);
  expect((await clara.file()).record).toEqual(before.record);
  expect((await clara.states())["delete-account"]).toBe("done");
  expect(await count(product, "clara", "case.account-deleted-elsewhere")).toBe(0);
});

test("P5: a case that waits for its day begins its retention at once, when the account is deleted before", async () => {
  const product = await begin(whole);
  const { clara, startAt } = await scheduled(product);
  deleteAtPortal(product, "clara");

  await told(product, "clara");

  expect(await clara.record()).toMatchObject({ status: "running", startedAt: expect.any(String) });
  expect((await clara.states())["block-sign-in"]).toBe("skipped");
  await clock.advance(Date.parse(startAt) - Date.now() + minuteMs);
  await product.sweep("wake");
  expect((await clara.record()).status).not.toBe("scheduled");
  expect(await count(product, "clara", "case.started")).toBe(0);
});

test("a paused case stays with the person that it waits for, and knows of the deletion", async () => {
  const product = await begin(whole);
  product.terminate("clara");
  await product.told("clara");
  const clara = product.leaver("clara");
  await clara.pause();
  deleteAtPortal(product, "clara");

  await told(product, "clara");

  const file = await clara.file();
  expect(file.record).toMatchObject({ status: "paused", because: expect.stringMatching(/deleted elsewhere/) });
  expect(file.steps.some(({ state }) => state === "ready")).toBe(false);
  await clara.resume();
  expect((await clara.file()).steps.some(({ state, name }) => state === "ready" && lasting.has(name))).toBe(true);
});

test("what the policy leaves out of every plan stays left out", async () => {
  const skip = { "watch-deleted-account": "our own tool does that" };
  const product = await begin({ policy: { ...whole.policy, skip } });
  product.terminate("clara");
  await product.told("clara");
  deleteAtPortal(product, "clara");

  await told(product, "clara");

  expect(await product.leaver("clara").step("watch-deleted-account")).toMatchObject({ state: "skipped" });
});

test("R-21: a guest leaves nothing behind, unless the policy says otherwise", async () => {
  const product = await begin();
  const guest = [...product.tenant.state.people.all()].find(({ userType }) => userType === "Guest")?.key ?? "";
  deleteAtPortal(product, guest);
  expect(await told(product, guest)).toMatchObject({ bucket: "refused" });

  const other = await begin({
    policy: { rules: [{ because: "guests too", when: { userType: ["guest"] }, set: { end: "plain-deletion" } }] },
  });
  deleteAtPortal(other, guest);
  expect(await told(other, guest)).toMatchObject({ bucket: "opened" });
  expect(await other.leaver(guest).record()).toMatchObject({ userType: "guest" });
});

test("the policy goes by what the bin still shows: department and country", async () => {
  const { department } = (await begin()).tenant.state.person("clara");
  const when = { department: [department ?? ""] };
  const set = { drive: { withoutLicence: "exempt" as const } };
  const product = await begin({ policy: { rules: [{ because: "this department", when, set }] } });
  deleteAtPortal(product, "clara");

  await told(product, "clara");

  expect((await product.leaver("clara").record()).settings?.drive.withoutLicence).toBe("exempt");
});

test("R-10: rooms and services are nobody's retention, and security is told", async () => {
  const product = await begin();
  deleteAtPortal(product, "room");

  expect(await told(product, "room")).toMatchObject({ bucket: "refused" });
  expect(product.world.logs.join()).toMatch(/security-protected-account-deleted/);
});

test("an ended case of a leaver who is deleted long after gets a case of its own", async () => {
  const product = await begin();
  product.terminate("clara");
  await product.told("clara");
  await product.run();
  const clara = product.leaver("clara");
  const first = await clara.record();
  expect(first.status).toBe("done");
  await clock.advance(60 * dayMs);
  deleteAtPortal(product, "clara");

  expect(await told(product, "clara")).toMatchObject({ bucket: "opened" });

  expect(await clara.record()).toMatchObject({ kind: "retention", follows: first.caseId });
});

test("a deletion whose case an operator has cancelled is not opened again", async () => {
  const product = await begin();
  deleteAtPortal(product, "clara");
  await told(product, "clara");
  await product.leaver("clara").cancel();

  expect(await told(product, "clara")).toMatchObject({ bucket: "joined" });
  expect(await product.caseIds()).toHaveLength(1);
});

test("restored elsewhere after the leaver's own deletion, the case waits for a person", async () => {
  const product = await begin(whole);
  product.terminate("clara");
  await product.told("clara");
  deleteAtPortal(product, "clara");
  await told(product, "clara");
  await clock.advance(dayMs);
  restoreUser(product.tenant.state, product.tenant.state.person("clara"), {}, "hand");

  expect(await told(product, "clara")).toMatchObject({ bucket: "revised" });

  expect(await product.leaver("clara").record()).toMatchObject({ status: "paused" });
  expect(await product.leaver("clara").events()).toContain("case.account-restored-elsewhere");
});

test("a read that lags right after the deletion ends no case: it is looked at again", async () => {
  const product = await begin();
  deleteAtPortal(product, "clara");
  await told(product, "clara");
  await clock.advance(minuteMs);
  restoreUser(product.tenant.state, product.tenant.state.person("clara"), {}, "hand");

  await expect(told(product, "clara")).rejects.toMatchObject({ code: "try-later" });
  expect((await product.leaver("clara").record()).status).not.toBe("cancelled");
  await clock.advance(10 * minuteMs);
  expect(await told(product, "clara")).toMatchObject({ bucket: "revised" });
});

test("I9: an HR notice about somebody whose account is gone already joins nothing and opens nothing", async () => {
  const product = await begin();
  deleteAtPortal(product, "clara");
  await told(product, "clara");
  product.terminate("clara", day(-1));

  expect(await product.told("clara")).toMatchObject({ bucket: "refused" });
  expect(await product.caseIds()).toHaveLength(1);
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setAppOwner } from "../../dev/tenant/apps/changes.ts";
import { setMember, setOwner } from "../../dev/tenant/groups/changes.ts";
import { guidOf } from "../../dev/tenant/ids.ts";
import type { TenantState } from "../../dev/tenant/state.ts";
import { setNumber } from "../../dev/tenant/telephony/changes.ts";
import { aTenant } from "./a-tenant.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "leaver-areas-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a reader could tell of the areas. */
function seen({ groups, apps, telephony, licences, people }: TenantState) {
  const [ben, clara, leaver] = [people.get("ben"), people.get("clara"), people.get("leaver03")];
  return {
    owned: groups.ownedBy(ben.id).map(({ id }) => id),
    memberOf: ben.groupIds,
    members: groups.all().map((group) => [group.id, [...groups.members(group)].sort()]),
    consents: apps.consentsOf(clara.id),
    roles: apps.assignmentsOf([clara.id, guidOf("group/crm")]),
    appOwners: [...apps.registrations.keys()].map((id) => apps.owners(id)),
    numbers: [...telephony.numbers.values()].sort((a, b) => a.number.localeCompare(b.number)),
    errors: leaver.licences.map((licence) => licences.error(leaver, licence)),
  };
}

test("groups, applications, numbers and licences are kept across a restart", async () => {
  const dataFile = join(folder, "tenant.json");
  const first = await aTenant({ dataFile });
  const { state } = first;
  const kite = state.groups.find(guidOf("group/kite"));
  const bot = state.apps.registrations.get(guidOf("application/reporting-bot"));
  const number = state.telephony.numbers.get("+12025550101");
  if (kite === undefined || bot === undefined || number === undefined) throw new Error("the seed has changed");
  setOwner(state, state.person("ben"), kite, false);
  setMember(state, state.person("ben"), kite, false);
  setAppOwner(state, bot, state.person("maria"), true);
  setNumber(state, { ...number, targetId: null });
  const before = seen(state);
  await first.close();

  await using second = await aTenant({ dataFile });

  expect(seen(second.state)).toEqual(before);
});

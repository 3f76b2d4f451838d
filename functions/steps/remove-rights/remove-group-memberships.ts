import { z } from "zod";
import {
  type GroupRoute,
  groupRoutes,
  isWritable,
  membershipRisk,
  routeOf,
} from "../../../shared/domain/group-route.ts";
import type { LeaverId } from "../../../shared/domain/ids.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import type { Tenant } from "../../../shared/domain/tenant.ts";

const Shown = z.object({
  groups: z.array(z.object({ id: z.string(), route: z.enum(groupRoutes) })),
  risks: z.array(Risk),
});

const partSize = 40;

/**
 * Takes the leaver out of groups, teams and lists, each by whoever may write it (m365-operations 10.2, R-23). What gives a
 * licence waits for remove-licences; what a rule or Active Directory decides is reported.
 */
export const removeGroupMemberships = defineStep({
  name: "remove-group-memberships",
  title: "Remove group memberships",
  section: "remove-rights",
  needs: ["snapshot"],
  after: ["block-sign-in", "transfer-group-owners", "leave-call-queues"],
  permissions: ["Directory.Read.All", "GroupMember.ReadWrite.All", "Exchange.ManageAsApp"],
  chain: 3,
  shows: Shown,

  leftOut({ settings }) {
    return settings.groups === "keep" ? "The policy keeps group memberships" : undefined;
  },

  async observe({ leaver, tenant }) {
    const memberships = await tenant.groups.membershipsOf(leaver.id);
    const groups = memberships.map((group) => ({ id: group.id, route: routeOf(group) }));
    const risks = groups.flatMap(({ id, route }) => membershipRisk(route, id) ?? []);
    const left = groups.some(({ route }) => isWritable(route));
    return { kind: left ? "different" : "reached", shown: { groups, risks } };
  },

  async change({ leaver, tenant }, { groups }) {
    const here = groups.filter(({ route }) => isWritable(route));
    await inTurns(here.slice(0, partSize), async (group) => await leave(group, leaver.id, tenant));
    return here.length > partSize ? "more" : undefined;
  },

  async undo({ leaver, tenant }, { groups }) {
    const here = groups.filter(({ route }) => isWritable(route));
    await inTurns(here, async (group) => await join(group, leaver.id, tenant));
  },

  /** A group that was deleted meanwhile is not missed. */
  async isBack({ groups }, wanted, { tenant }) {
    const missing = wanted.groups.filter(({ id, route }) => isWritable(route) && !groups.some((one) => one.id === id));
    const gone = await inTurns(missing, async ({ id }) => await tenant.groups.isGone(id));
    return !gone.includes(false);
  },
});

interface Membership {
  readonly id: string;
  readonly route: GroupRoute;
}

async function leave({ id, route }: Membership, leaver: LeaverId, tenant: Tenant): Promise<void> {
  if (route === "graph" && (await tenant.groups.removeMember(id, leaver)) === "written") return;
  await tenant.distributionLists.removeMember(id, leaver);
}

async function join({ id, route }: Membership, leaver: LeaverId, tenant: Tenant): Promise<void> {
  if (route === "graph" && (await tenant.groups.addMember(id, leaver)) === "written") return;
  await tenant.distributionLists.addMember(id, leaver);
}

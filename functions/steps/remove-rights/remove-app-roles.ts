import { z } from "zod";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  roles: z.array(
    z.object({
      id: z.string(),
      resourceId: z.string(),
      appRoleId: z.string(),
      /** The group that has it: it ends with the membership and is not removed here. */
      throughGroup: z.string().optional(),
    }),
  ),
});

const partSize = 40;

/** Takes away the leaver's own roles in applications. */
export const removeAppRoles = defineStep({
  name: "remove-app-roles",
  title: "Remove app roles",
  section: "remove-rights",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["Directory.Read.All", "AppRoleAssignment.ReadWrite.All"],
  chain: 3,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const roles = [...(await tenant.applications.rolesOf(leaver.id))];
    const own = roles.filter(({ throughGroup }) => throughGroup === undefined);
    return { kind: own.length === 0 ? "reached" : "different", shown: { roles } };
  },

  async change({ tenant: { applications } }, { roles }) {
    const own = roles.filter(({ throughGroup }) => throughGroup === undefined);
    await inTurns(own.slice(0, partSize), async (role) => await applications.removeRole(role));
    return own.length > partSize ? "more" : undefined;
  },

  async undo({ leaver, tenant: { applications } }, { roles }) {
    const own = roles.filter(({ throughGroup }) => throughGroup === undefined);
    await inTurns(own, async (role) => await applications.giveRole(leaver.id, role));
  },

  /** The assignment is a new one, of the same role. */
  isBack({ roles }, wanted) {
    const own = wanted.roles.filter(({ throughGroup }) => throughGroup === undefined);
    return own.every((one) =>
      roles.some(({ resourceId, appRoleId }) => resourceId === one.resourceId && appRoleId === one.appRoleId),
    );
  },
});

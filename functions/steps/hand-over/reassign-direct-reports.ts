import { z } from "zod";
import { nobodyTakesOver, successorOf } from "../../../shared/domain/custodian.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import type { DirectReport } from "../../../shared/domain/ports/reporting-lines.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ reports: z.array(LeaverId), manager: LeaverId.optional(), risks: z.array(Risk) });

const partSize = 40;

/**
 * The leaver's people get another manager, who is asked where theirs would be: approvals, reviews, handovers (4.3).
 * Unless the policy lets Leaver reassign them, they are only listed.
 */
export const reassignDirectReports = defineStep({
  name: "reassign-direct-reports",
  title: "Reassign direct reports",
  section: "hand-over",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["User.Read.All"],
  permissionsByChoice: [
    {
      when: 'directReports is "reassign"',
      holds: ({ directReports }) => directReports === "reassign",
      permissions: ["User.ReadWrite.All"],
    },
  ],
  chain: 5,
  shows: Shown,

  leftOut({ settings }) {
    return settings.owner === "nobody" ? "The policy names nobody who takes over" : undefined;
  },

  async observe(input) {
    const all = await input.tenant.reportingLines.directReports(input.leaver.id);
    const here = all.filter(({ masteredOnPremises }) => !masteredOnPremises);
    if (input.settings.directReports === "list") {
      const risks = [...all.flatMap(inActiveDirectory), ...here.map(toReassign)];
      return { kind: "reached", shown: { reports: [], risks } };
    }
    const manager = here.length === 0 ? undefined : (await successorOf(input.settings.owner, input))?.id;
    const reports = here.filter(({ id }) => id !== manager).map(({ id }) => id);
    const risks = [...all.flatMap(inActiveDirectory), ...(here.length > reports.length ? [ownManager(manager)] : [])];
    const shown = { reports, risks, ...(manager && { manager }) };
    return { kind: reports.length === 0 ? "reached" : "different", shown };
  },

  /** */
  async guard(_input, { manager }) {
    return manager === undefined ? { kind: "person", because: nobodyTakesOver } : undefined;
  },

  async change({ tenant: { reportingLines } }, { reports, manager }) {
    if (manager === undefined) return undefined;
    await inTurns(reports.slice(0, partSize), async (id) => await reportingLines.setManager(id, manager));
    return reports.length > partSize ? "more" : undefined;
  },

  async undo({ leaver, tenant: { reportingLines } }, { reports }) {
    await inTurns(reports, async (id) => await reportingLines.setManager(id, leaver.id));
  },

  async isBack(_shown, { reports }, { leaver, tenant }) {
    const now = await tenant.reportingLines.directReports(leaver.id);
    return reports.every((id) => now.some((report) => report.id === id));
  },
});

function inActiveDirectory({ id, masteredOnPremises }: DirectReport): readonly Risk[] {
  if (!masteredOnPremises) return [];
  return [{ rule: "R-61", what: "This direct report is synced: set the manager in Active Directory", objectId: id }];
}

function toReassign({ id }: DirectReport): Risk {
  return { rule: "R-43", what: "This person reports to the leaver: give them another manager", objectId: id };
}

function ownManager(objectId: LeaverId | undefined): Risk {
  const what = "Who takes over reported to the leaver: give them another manager";
  return { rule: "R-43", what, ...(objectId && { objectId }) };
}

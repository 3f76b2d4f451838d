import { z } from "zod";
import { carriedRisks } from "../../../shared/domain/carried-risks.ts";
import { nobodyTakesOver, successorOf } from "../../../shared/domain/custodian.ts";
import { TryLaterError } from "../../../shared/domain/errors.ts";
import { type Instant, LeaverId } from "../../../shared/domain/ids.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { hasOtherOwner } from "../../../shared/domain/next-owner.ts";
import type { AppSecret } from "../../../shared/domain/ports/applications.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const App = z.object({ id: z.string(), sole: z.boolean() });
type App = z.infer<typeof App>;
const Shown = z.object({ apps: z.array(App), heir: LeaverId.optional(), risks: z.array(Risk) });

/** Registrations in one go: each takes up to three calls. */
const partSize = 12;

/**
 * App registrations get another owner, and whoever runs them is told which secrets the leaver could read: a secret
 * outlives the account. Unless the policy lets Leaver replace owners, the registrations are only listed.
 */
export const transferAppOwners = defineStep({
  name: "transfer-app-owners",
  title: "Hand over app registrations",
  section: "hand-over",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["Directory.Read.All"],
  permissionsByChoice: [
    {
      when: 'appOwners is "replace"',
      holds: ({ appOwners }) => appOwners === "replace",
      // Not Application.ReadWrite.OwnedBy, which Microsoft marks as the least: it reaches only what Leaver itself owns.
      permissions: ["Application.ReadWrite.All"],
    },
  ],
  chain: 9,
  shows: Shown,

  async observe(input) {
    const { leaver, tenant, settings, before, clock } = input;
    const ids = await tenant.applications.ownedBy(leaver.id);
    const found = await inTurns(ids, async (id) => await look(id, input));
    const apps = found.map(({ app }) => app);
    const replaces = settings.appOwners === "replace";
    const sole = apps.filter((app) => app.sole);
    const heir = replaces && sole.length > 0 ? (await successorOf(settings.owner, input))?.id : undefined;
    const stay = !replaces || settings.owner === "nobody" ? sole.map(ownerless) : [];
    const secrets = found.flatMap(({ app, secrets: all }) => toRotate(app.id, all, clock.now()));
    // The registrations are out of sight when they are handed over; their secrets are not rotated by that.
    const risks = carriedRisks(before, [...secrets, ...stay]);
    const shown = { apps, risks, ...(heir && { heir }) };
    return { kind: !replaces || apps.length === stay.length ? "reached" : "different", shown };
  },

  /** a registration is not left without an owner because nobody was found. */
  async guard({ settings }, { apps, heir }) {
    if (settings.owner === "nobody" || heir !== undefined || apps.every(({ sole }) => !sole)) return undefined;
    return { kind: "person", because: nobodyTakesOver };
  },

  async change({ leaver, tenant: { applications } }, { apps, heir }) {
    const part = apps.filter(({ sole }) => !sole || heir !== undefined);
    const gone = await inTurns(part.slice(0, partSize), async ({ id, sole }) => {
      if (sole && heir !== undefined) {
        await applications.addOwner(id, heir);
        if (!(await applications.owners(id)).some((owner) => owner.id === heir)) return false;
      }
      await applications.removeOwner(id, leaver.id);
      return true;
    });
    if (gone.includes(false)) {
      const because = "the new owner of an app registration is not visible yet (R-50)";
      throw new TryLaterError(because, { afterMs: 30_000, refused: true });
    }
    return part.length > partSize ? "more" : undefined;
  },

  async undo({ leaver, tenant: { applications } }, { apps, heir }) {
    const moved = apps.filter(({ sole }) => !sole || heir !== undefined);
    await inTurns(moved, async ({ id, sole }) => {
      await applications.addOwner(id, leaver.id);
      if (sole && heir !== undefined) await applications.removeOwner(id, heir);
    });
  },

  /** The heir is gone again as well: only then the leaver owns alone what was theirs alone. */
  isBack({ apps }, wanted) {
    const moved = wanted.apps.filter(({ sole }) => !sole || wanted.heir !== undefined);
    return moved.every(({ id, sole }) => apps.some((app) => app.id === id && (app.sole || !sole)));
  },
});

async function look(id: string, input: StepInput): Promise<{ app: App; secrets: readonly AppSecret[] }> {
  const { applications } = input.tenant;
  const owners = await applications.owners(id);
  const secrets = await applications.secretsOf(id);
  return { app: { id, sole: !(await hasOtherOwner(owners, input)) }, secrets };
}

/** What still opens something. When a secret ends may not be known. */
function toRotate(objectId: string, secrets: readonly AppSecret[], now: Instant): Risk[] {
  const count = secrets.filter(({ endsAt }) => endsAt === undefined || endsAt > now).length;
  if (count === 0) return [];
  const what = `The leaver owned this app registration and could read its secrets: rotate ${count} of them`;
  return [{ rule: "R-50", what, objectId }];
}

function ownerless({ id }: App): Risk {
  return {
    rule: "R-50",
    what: "The leaver is the only owner of this app registration: name another one",
    objectId: id,
  };
}

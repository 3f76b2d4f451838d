import { z } from "zod";
import { nobodyTakesOver, successorOf } from "../../../shared/domain/custodian.ts";
import { TryLaterError } from "../../../shared/domain/errors.ts";
import { ownershipRisk } from "../../../shared/domain/group-route.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { hasOtherOwner } from "../../../shared/domain/next-owner.ts";
import type { Group, ManagedList } from "../../../shared/domain/ports/groups.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Owned = z.object({
  id: z.string(),
  /** `unified` groups and lists need an owner; a security group may be without. */
  kind: z.enum(["unified", "security", "list"]),
  /** Nobody else owns it who stays. */
  sole: z.boolean(),
});
type Owned = z.infer<typeof Owned>;

const Shown = z.object({
  owned: z.array(Owned),
  /** Who owns next what nobody else owns. */
  heir: LeaverId.optional(),
  /** Microsoft 365 groups that the heir was a member of already. */
  heirIsMemberOf: z.array(z.string()),
  risks: z.array(Risk),
});
type Shown = z.infer<typeof Shown>;

/** Things in one go: each takes up to five calls. */
const partSize = 8;
/** The least that the service takes to believe in a new owner (m365-operations 10.5). */
const ownerLagMs = 30_000;

/**
 * Groups, teams and lists get another owner before the leaver goes: the service refuses to remove a last owner, while the
 * deletion of the account removes it and leaves none. Lists are Exchange's.
 */
export const transferGroupOwners = defineStep({
  name: "transfer-group-owners",
  title: "Hand over groups, teams and lists",
  section: "hand-over",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["User.Read.All", "Group.ReadWrite.All", "Exchange.ManageAsApp"],
  chain: 12,
  // Owners show in Teams with up to two hours of delay, and the refusal of a last owner may be false for a while.
  deadlineMs: 2 * 3_600_000,
  shows: Shown,

  async observe(input) {
    const { groups, distributionLists } = input.tenant;
    const { id } = input.leaver;
    const [ownedGroups, lists] = await Promise.all([groups.ownedBy(id), distributionLists.managedBy(id)]);
    const writable = ownedGroups.filter((group) => ownershipRisk(group) === undefined);
    const owned = [
      ...(await inTurns(writable, async (group) => await ownedGroup(group, input))),
      ...lists.flatMap((list) => (list.synced ? [] : ownedList(list))),
    ];
    const heir = owned.some(({ sole }) => sole) ? (await successorOf(input.settings.owner, input))?.id : undefined;
    const bequest = owned.flatMap((one) => (one.kind === "unified" && one.sole ? one.id : []));
    const heirIsMemberOf =
      heir === undefined || bequest.length === 0 ? [] : [...(await groups.amongMembers(heir, bequest))];
    const risks = [...ownedGroups.flatMap((group) => ownershipRisk(group) ?? []), ...lists.flatMap(syncedList)];
    const shown = { owned, heirIsMemberOf, ...(heir && { heir }) };
    const left = owned.filter((one) => !canGo(one, shown));
    const stays = left.filter((one) => input.settings.owner === "nobody" || one.kind === "security").map(ownerless);
    const all = { ...shown, risks: [...risks, ...stays] };
    return { kind: owned.length === stays.length ? "reached" : "different", shown: all };
  },

  /** a team or a list is never left without an owner because nobody was found. */
  async guard({ settings }, shown) {
    const orphan = shown.owned.some((one) => one.kind !== "security" && !canGo(one, shown));
    if (!orphan || settings.owner === "nobody") return undefined;
    return { kind: "person", because: nobodyTakesOver };
  },

  async change(input, shown) {
    const part = shown.owned.filter((one) => canGo(one, shown));
    const gone = await inTurns(part.slice(0, partSize), async (one) => await handOver(one, shown, input));
    if (gone.includes(false)) {
      const because = "the new owner of a group is not visible yet, or not counted yet by the service (R-47)";
      throw new TryLaterError(because, { afterMs: ownerLagMs, refused: true });
    }
    return part.length > partSize ? "more" : undefined;
  },

  async undo(input, before) {
    const done = await inTurns(before.owned, async (one) => await giveBack(one, before, input));
    if (done.includes(false)) {
      throw new TryLaterError("the former owner is not counted yet by the service", { afterMs: ownerLagMs });
    }
  },

  /** The heir is gone again as well: only then the leaver owns alone what was theirs alone. */
  isBack({ owned }, before) {
    const moved = before.owned.filter((one) => canGo(one, before));
    return moved.every(({ id, sole }) => owned.some((one) => one.id === id && (one.sole || !sole)));
  },
});

async function ownedGroup(group: Group, input: StepInput): Promise<Owned> {
  const owners = await input.tenant.groups.owners(group.id);
  const sole = !(await hasOtherOwner(owners, input));
  return { id: group.id, kind: group.unified ? "unified" : "security", sole };
}

function ownedList({ id, managers }: ManagedList): Owned {
  return { id, kind: "list", sole: managers < 2 };
}

const canGo = ({ sole }: Owned, { heir }: Pick<Shown, "heir">) => !sole || heir !== undefined;

const syncedList = ({ id, synced }: ManagedList): readonly Risk[] =>
  synced ? [{ rule: "R-47", what: "This list is synced: replace its manager in Active Directory", objectId: id }] : [];

function ownerless({ id }: Owned): Risk {
  const what = "The leaver is the only owner: name another one, or the group is without when the account goes";
  return { rule: "R-47", what, objectId: id };
}

/** @returns false: the leaver could not go yet */
async function handOver(
  { id, kind, sole }: Owned,
  { heir, heirIsMemberOf }: Shown,
  input: StepInput,
): Promise<boolean> {
  const { groups, distributionLists } = input.tenant;
  const next = sole ? heir : undefined;
  if (kind === "list") {
    if (next !== undefined) {
      await distributionLists.addManager(id, next);
      const managed = await distributionLists.managedBy(next);
      if (!managed.some((list) => list.id === id)) return false;
    }
    await distributionLists.removeManager(id, input.leaver.id);
    return true;
  }
  if (next !== undefined) {
    // Teams shows an owner only who is a member as well. First, because the next look finds an owner more, and nothing to add.
    if (kind === "unified" && !heirIsMemberOf.includes(id)) await groups.addMember(id, next);
    await groups.addOwner(id, next);
    if (!(await groups.owners(id)).some((owner) => owner.id === next)) return false;
  }
  return (await groups.removeOwner(id, input.leaver.id)) === "removed";
}

/** @returns false: the heir could not go yet */
async function giveBack(
  { id, kind, sole }: Owned,
  { heir, heirIsMemberOf }: Shown,
  input: StepInput,
): Promise<boolean> {
  const { groups, distributionLists } = input.tenant;
  const came = sole ? heir : undefined;
  if (kind === "list") {
    await distributionLists.addManager(id, input.leaver.id);
    if (came !== undefined) await distributionLists.removeManager(id, came);
    return true;
  }
  if (sole && came === undefined) return true;
  await groups.addOwner(id, input.leaver.id);
  if (came === undefined) return true;
  if (kind === "unified" && !heirIsMemberOf.includes(id)) await groups.removeMember(id, came);
  return (await groups.removeOwner(id, came)) === "removed";
}

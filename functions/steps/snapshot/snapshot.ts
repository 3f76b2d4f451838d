import { z } from "zod";
import { ifPlanned, KeptList, keptFacts, keptIds, NotRead, orNotRead } from "../../../shared/domain/snapshot-parts.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const List = z.union([KeptList, NotRead]);

/** Everything that later steps or the deletion may take away, as ids and counts. */
const Snapshot = z.object({
  /** With licences and their origin, manager, and how many addresses there are. */
  account: z.unknown(),
  /** Groups, and the roles that count in the whole tenant. */
  memberOf: KeptList,
  roles: z.union([z.object({ active: KeptList, eligible: KeptList, inherited: z.int() }), NotRead]),
  ownedGroups: List,
  managedLists: List,
  ownedApplications: List,
  consents: List,
  appRoles: List,
  devices: List,
  signInMethods: List,
  mailProtocols: z.unknown(),
  forwarding: z.unknown(),
  inboxRules: List,
  delegates: z.unknown(),
  phoneNumbers: List,
});

/**
 * Keeps what stands before the first change, because a restore returns only what was not stripped first. The lockout
 * follows: it needs account, groups, roles and licences, and what else a service does not tell is recorded as not read.
 */
export const snapshot = defineStep({
  name: "snapshot",
  title: "Take the snapshot",
  section: "snapshot",
  // Roles that sleep, consents and phone numbers are read with the permissions of the steps that take them away.
  permissions: ["User.Read.All", "Directory.Read.All", "UserAuthenticationMethod.Read.All", "Exchange.ManageAsApp"],
  chain: 2,
  required: true,
  shows: Snapshot,

  async observe(input) {
    const { tenant } = input;
    const { id } = input.leaver;
    const { directory, groups, distributionLists, applications, mailboxAccess } = tenant;
    const same = <T>(shown: T) => shown;
    const [account, memberOf, ...parts] = await Promise.all([
      directory.account(id),
      directory.memberOf(id),
      ifPlanned(
        "remove-admin-roles",
        input,
        () => tenant.adminRoles.heldBy(id),
        ({ active, eligible, inherited }) => ({
          active: keptFacts(active),
          eligible: keptFacts(eligible),
          inherited,
        }),
      ),
      orNotRead(groups.ownedBy(id), (all) => keptIds(all.map((group) => group.id))),
      orNotRead(distributionLists.managedBy(id), (all) => keptIds(all.map((list) => list.id))),
      orNotRead(applications.ownedBy(id), keptIds),
      ifPlanned("remove-consents", input, () => applications.consentsOf(id), keptFacts),
      orNotRead(applications.rolesOf(id), (all) =>
        keptFacts(all.filter(({ throughGroup }) => throughGroup === undefined)),
      ),
      orNotRead(directory.devices(id), keptFacts),
      orNotRead(directory.signInMethods(id), keptFacts),
      orNotRead(tenant.mailboxes.protocols(id), same),
      orNotRead(tenant.mailForwarding.of(id), same),
      orNotRead(tenant.inboxRules.of(id), keptFacts),
      orNotRead(mailboxAccess.delegatesOf(id), same),
      ifPlanned("unassign-phone-numbers", input, () => tenant.telephony.numbersOf(id), keptFacts),
    ]);
    const [roles, ownedGroups, managedLists, ownedApplications, consents, appRoles, devices, signInMethods, ...mail] =
      parts;
    const [mailProtocols, forwarding, inboxRules, delegates, phoneNumbers] = mail;
    const directoryParts = { roles, ownedGroups, managedLists, ownedApplications, consents, appRoles };
    const mailParts = { mailProtocols, forwarding, inboxRules, delegates };
    const shown = {
      account,
      memberOf: keptIds(memberOf),
      ...directoryParts,
      devices,
      signInMethods,
      ...mailParts,
      phoneNumbers,
    };
    return { kind: "reached", shown };
  },
});

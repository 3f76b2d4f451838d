import { z } from "zod";
import { defineStep } from "../../../shared/domain/step.ts";

/** Everything that later steps may take away, as ids. */
const Snapshot = z.object({
  account: z.unknown(),
  memberOf: z.array(z.string()),
  devices: z.array(z.unknown()),
  signInMethods: z.array(z.unknown()),
  mailProtocols: z.unknown(),
});

/** Keeps what stands before the first change, because a restore returns only what was not stripped first. */
export const snapshot = defineStep({
  name: "snapshot",
  title: "Take the snapshot",
  section: "snapshot",
  permissions: ["User.Read.All", "Directory.Read.All", "UserAuthenticationMethod.Read.All", "Exchange.ManageAsApp"],
  chain: 1,
  required: true,
  shows: Snapshot,

  async observe({ leaver, tenant }) {
    const [account, memberOf, devices, signInMethods, mailProtocols] = await Promise.all([
      tenant.directory.account(leaver.id),
      tenant.directory.memberOf(leaver.id),
      tenant.directory.devices(leaver.id),
      tenant.directory.signInMethods(leaver.id),
      tenant.mailboxes.protocols(leaver.id),
    ]);
    const shown = {
      account,
      memberOf: [...memberOf],
      devices: [...devices],
      signInMethods: [...signInMethods],
      mailProtocols,
    };
    return { kind: "reached", shown };
  },
});

import { z } from "zod";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  consents: z.array(z.object({ id: z.string(), clientId: z.string(), resourceId: z.string(), scope: z.string() })),
});

const partSize = 40;

/** Takes back what the leaver allowed applications to do in their name. Consents of the whole tenant stay. */
export const removeConsents = defineStep({
  name: "remove-consents",
  title: "Remove consents",
  section: "remove-rights",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["DelegatedPermissionGrant.ReadWrite.All"],
  chain: 3,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const consents = [...(await tenant.applications.consentsOf(leaver.id))];
    return { kind: consents.length === 0 ? "reached" : "different", shown: { consents } };
  },

  async change({ tenant: { applications } }, { consents }) {
    await inTurns(consents.slice(0, partSize), async ({ id }) => await applications.removeConsent(id));
    return consents.length > partSize ? "more" : undefined;
  },

  async undo({ leaver, tenant: { applications } }, { consents }) {
    await inTurns(consents, async (consent) => await applications.giveConsent(leaver.id, consent));
  },

  /** Consents are new objects, to the same applications. */
  isBack({ consents }, wanted) {
    return wanted.consents.every((one) =>
      consents.some(({ clientId, resourceId }) => clientId === one.clientId && resourceId === one.resourceId),
    );
  },
});

import { z } from "zod";
import type { SignInMethod } from "../../../shared/domain/ports/directory.ts";
import { removableSignInMethods } from "../../../shared/domain/removable-sign-in-methods.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { together } from "../../../shared/domain/together.ts";

const Methods = z.array(z.object({ id: z.string(), type: z.string() }));

/**
 * Removes every registered way to sign in. In two passes, because the service lets the default method go only when it is
 * the last one, and does not say which one that is (m365-operations 5.4). There is no way back: a restored person
 * registers anew.
 */
export const removeSignInMethods = defineStep({
  name: "remove-sign-in-methods",
  title: "Remove sign-in methods",
  section: "lockout",
  after: ["block-sign-in"],
  // One for each type, where UserAuthenticationMethod.ReadWrite.All would cover every type there is and will be.
  permissions: ["UserAuthenticationMethod.Read.All", ...removableSignInMethods.map(({ permission }) => permission)],
  chain: 4,
  noWayBack:
    "Nobody else can register a person's sign-in methods: the person does it anew, with the new way to sign in",
  shows: Methods,

  async observe({ leaver, tenant }) {
    const methods = [...(await tenant.directory.signInMethods(leaver.id))];
    return { kind: methods.length === 0 ? "reached" : "different", shown: methods };
  },

  async change({ leaver, tenant }, methods) {
    const remove = (method: SignInMethod) => tenant.directory.removeSignInMethod(leaver.id, method);
    const first = await together(methods.map(async (method) => ({ method, answer: await remove(method) })));
    for (const { method, answer } of first) if (answer === "default-method") await remove(method);
  },
});

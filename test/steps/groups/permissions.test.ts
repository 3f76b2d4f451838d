import { expect, test } from "vitest";
import { allPermissions } from "../../../shared/domain/step.ts";
import { aProduct } from "../../a-product.ts";
import { stepNamed } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
/** Whatever a policy may choose: every step changes something. */
const settings = { appOwners: "replace", directReports: "reassign" } as const;

test.each([
  ["transfer-group-owners", "ben"],
  ["transfer-app-owners", "clara"],
  ["reassign-direct-reports", "maria"],
  ["unassign-phone-numbers", "leaver04"],
  ["leave-call-queues", "anna"],
  ["list-automations", "anna"],
  ["remove-consents", "anna"],
  ["remove-app-roles", "clara"],
  ["remove-group-memberships", "ben"],
  ["remove-licences", "anna"],
  ["report-seats", "anna"],
])("%s and its undo need no permission but its own", async (step, who) => {
  const product = await begin();
  product.terminate(who);
  const leaver = await product.leaver(who).at(step, settings);
  const mailbox = product.tenant.state.mailboxes.find(leaver.id);
  if (mailbox !== undefined) mailbox.kind = "SharedMailbox";
  product.tenant.application.graphPermissions = allPermissions(stepNamed(step));

  await product.run(step);
  await undo(product, who, step);

  expect((await leaver.step(step)).state).toBe("done");
  expect(product.tenant.requests().filter(({ status }) => status === 403)).toEqual([]);
});

import { expect, test } from "vitest";
import { asAppRoles } from "../../dev/grant/rights.ts";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { aStack, lockoutOnly } from "../journeys/a-stack.ts";
import { rightsOf } from "./a-grant.ts";

const rights = rightsOf(lockoutOnly);
const granted = (service: "graph" | "exchange" | "sharepoint") =>
  asAppRoles(rights, service, "everywhere").map(({ permission }) => permission);
const stack = aStack({ grantedPermissions: granted("graph") });

/** Their ways to sign in are of every kind between them. */
const people = ["anna", "clara", "george", "julia"];

test("people are locked out with exactly what grant gives for a lockout-only policy, and nothing is refused", async () => {
  const { scene, stack: running } = stack.here;
  running.tenant.application.setPermissions("exchange", granted("exchange"));
  running.tenant.application.setPermissions("sharepoint", granted("sharepoint"));

  for (const who of people) {
    scene.terminate(who, scene.day(-1));
    await scene.send(bambooHrWebhook(scene.hrId(who)));
  }
  await scene.workedOff(people, 60);

  const cases = await Promise.all(people.map(async (who) => (await scene.casesOf(who)).map(({ status }) => status)));
  expect(cases).toEqual(people.map(() => ["done"]));
  const refused = running.tenant.requests().filter(({ status }) => status === 401 || status === 403);
  expect(refused).toEqual([]);
});

import { expect, test } from "vitest";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { aProduct } from "../../a-product.ts";

const begin = aProduct();
const step = "list-open-sessions";

test("R-22: anna's applications of the last 30 days are risks by their ids, with the tokens that nothing shows", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  const { state, evidence } = await anna.step(step);
  expect(state).toBe("done");
  const apps = ["app/crm", "app/portal", "app/travel"].map(guidOf);
  const used = apps.map((appId) => ({ appId, lastSignInAt: expect.any(String) }));
  const outside = Array(2).fill(expect.not.objectContaining({ objectId: expect.anything() }));
  const risks = [...apps.map((objectId) => expect.objectContaining({ rule: "R-22", objectId })), ...outside];
  expect(evidence).toEqual({ applications: used, risks });
  expect(product.writes()).toEqual([]);
});

test("R-22: what was used longer ago, and what failed, is no open session", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);
  product.tenant.state.signIns.attempt(ben.person, 50126, guidOf("app/never"));

  await product.run(step);

  const { evidence } = await ben.step(step);
  expect(evidence).toMatchObject({ applications: [{ appId: guidOf("app/build-server") }] });
});

test("R-22: more sign-ins than are looked at are said to be more", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const { signIns } = product.tenant.state;
  for (let second = 1; second <= 1_000; second += 1) {
    signIns.visited(anna.person, guidOf("app/mail"), Date.now() - second * 1_000);
  }

  await product.run(step);

  const { evidence } = await anna.step(step);
  expect(evidence).toMatchObject({ applications: [{ appId: guidOf("app/mail") }] });
  expect(JSON.stringify(evidence)).toContain("more sign-ins than were looked at");
});

test("R-22: a tenant without sign-in log: the list says that it is not known, and the log is not asked", async () => {
  const product = await begin({ policy: { signInLog: "unavailable" } });
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  const { evidence } = await anna.step(step);
  expect(evidence).toMatchObject({ applications: null, risks: [{ rule: "R-22" }, {}, {}] });
  expect(product.tenant.requests().filter(({ path }) => path.includes("signIns"))).toEqual([]);
});

test("P10: the evidence names neither the person nor an application", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  const kept = JSON.stringify(await anna.step(step));
  for (const personal of [anna.person.displayName, anna.person.userPrincipalName, "Office 365", "203.0.113.7"]) {
    expect(kept).not.toContain(personal);
  }
});

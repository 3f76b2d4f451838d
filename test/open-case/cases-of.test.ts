import { expect, test } from "vitest";
import { deleteUser } from "../../dev/tenant/deletion/changes.ts";
import { meetAccount } from "../../shared/domain/account-events.ts";
import { casesOf } from "../../shared/domain/cases-of.ts";
import { CaseId, SourceName } from "../../shared/domain/ids.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock, now } from "../product/virtual-time.ts";

const begin = aProduct();
const dayMs = 86_400_000;

/** A leaver whose case is done, and whose account somebody deletes long after. */
async function twice(product: Product, who: string): Promise<void> {
  product.terminate(who);
  await product.told(who);
  await product.run();
  await clock.advance(60 * dayMs);
  deleteUser(product.tenant.state, product.tenant.state.person(who), "hand");
  const { id } = product.leaver(who);
  const source = SourceName.parse("directory");
  const event = { source, kind: "account.changed", leaverId: id, by: "delta", receivedAt: now() } as const;
  await meetAccount(event, product.ports);
}

test("the cases of one person, newest first, and nobody else's", async () => {
  const product = await begin();
  await twice(product, "clara");
  product.terminate("ben");
  await product.told("ben");
  const { id } = product.leaver("clara");

  const kinds = (await casesOf(id, 50, product.ports)).map(({ leaverId, kind }) => ({ leaverId, kind }));

  expect(kinds).toEqual([
    { leaverId: id, kind: "retention" },
    { leaverId: id, kind: "leaver" },
  ]);
  expect(await casesOf(id, 1, product.ports)).toMatchObject([{ kind: "retention" }]);
  expect(await casesOf(product.leaver("dario").id, 50, product.ports)).toEqual([]);
});

test("a case that a process claimed and never opened hides none of those before", async () => {
  const product = await begin();
  product.terminate("clara");
  await product.told("clara");
  await product.run();
  const clara = product.leaver("clara");
  const { caseId } = await clara.record();

  await product.ports.subjects.claim(clara.id, CaseId.parse(`case-${"b".repeat(20)}`), caseId);

  expect(await casesOf(clara.id, 50, product.ports)).toMatchObject([{ caseId }]);
});

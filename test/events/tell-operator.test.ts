import { expect, test } from "vitest";
import { textOfHtml } from "../../dev/tenant/control/text-of-html.ts";
import { tellOperatorHandler } from "../../functions/events/tell-operator.ts";
import { aProduct } from "../a-product.ts";
import { idOf, type Product } from "../product/product.ts";
import { now } from "../product/virtual-time.ts";

const begin = aProduct();
const policy = { fallbackContact: idOf("petra") };

/** Events of this type, as the broker delivers them. */
function eventsOf(product: Product, wanted: string): readonly object[] {
  return product.bus.sent.flatMap(({ body }) =>
    body.kind === "event" && body.type === wanted
      ? [{ specversion: "1.0", type: body.type, time: body.at, data: { ...body.data, caseId: body.caseId } }]
      : [],
  );
}

function mailsTo(product: Product, who: string) {
  const { state } = product.tenant;
  const address = state.person(who).mail ?? "";
  return state.mails.filter(({ to }) => to.includes(address));
}

/** A case that waits for the administrator of Active Directory. */
async function parked(product: Product) {
  const erik = await product.leaver("erik").at("block-sign-in");
  await product.run("block-sign-in");
  expect((await erik.step("block-sign-in")).state).toBe("parked");
  return erik;
}

test("R-72: a parked case is told to the operator once, with what to do, however often the event comes", async () => {
  const product = await begin({ policy });
  await parked(product);
  const [event, ...others] = eventsOf(product, "case.parked");

  const tell = tellOperatorHandler(product.ports);
  await tell(event);
  await product.pass(60_000, "nothing");
  await tell(event);

  expect(others).toEqual([]);
  const mails = mailsTo(product, "petra");
  expect(mails).toHaveLength(1);
  expect(textOfHtml(mails[0]?.content ?? "")).toContain("Disable the account in the on-premises directory");
  expect(mails[0]?.subject).not.toContain("Sandberg");
});

test("nothing is told about a case that goes on again", async () => {
  const product = await begin({ policy });
  const erik = await parked(product);
  const [event] = eventsOf(product, "case.parked");
  await erik.resume();

  await tellOperatorHandler(product.ports)(event);

  expect(mailsTo(product, "petra")).toEqual([]);
});

test("REQ-41: an account that somebody deleted outside Leaver is told, and until when it can be restored", async () => {
  const product = await begin({ policy });
  const erik = await parked(product);
  const { caseId } = await erik.record();

  await tellOperatorHandler(product.ports)({
    type: "case.account-deleted-elsewhere",
    time: now(),
    data: { caseId, deletedAt: now() },
  });

  expect(mailsTo(product, "petra")).toHaveLength(1);
});

test.each([
  ["nobody is named", {}],
  ["whoever is named has no mailbox", { fallbackContact: idOf("george") }],
])("%s: the log says so, and the message is done with", async (_, named) => {
  const product = await begin({ policy: named });
  await parked(product);
  const [event] = eventsOf(product, "case.parked");

  await tellOperatorHandler(product.ports)(event);

  expect(product.world.logs.some((line) => line.includes("operator-not-told"))).toBe(true);
  expect(product.tenant.state.mails).toEqual([]);
});

import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";

const begin = aProduct();
const step = "list-sharing-links";

test("REQ-33: anna's links and shares are counted by how far they reach, outsiders apart, and nothing is changed", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({
    state: "done",
    evidence: {
      anyone: 1,
      organization: 1,
      people: 2,
      external: 1,
      items: 9,
      moreItems: false,
      unread: 0,
      risks: [
        { rule: "REQ-33", what: expect.stringContaining("1 links into the OneDrive work without sign-in") },
        { what: expect.stringContaining("1 shares of the OneDrive are with people outside") },
        { what: expect.stringContaining("2 shares of the OneDrive are used inside") },
      ],
    },
  });
  expect([anna.effects(), product.writes(), product.tenant.unhandled()]).toEqual([[], [], []]);
});

test("REQ-33: what a folder hands down is counted once, at the folder", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  await product.run(step);

  const { shares } = (await anna.step(step)).evidence as { shares: { permissionId: string }[] };
  expect(new Set(shares.map(({ permissionId }) => permissionId)).size).toBe(shares.length);
});

test("clara's OneDrive is looked at as far as the bound goes, and the report says so", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step);

  await product.run(step);

  expect(await clara.step(step)).toMatchObject({
    state: "done",
    evidence: { items: 5_000, moreItems: true, risks: [{ what: expect.stringContaining("there are more") }] },
  });
  expect(product.tenant.requests().filter(({ path }) => path.includes("/delta")).length).toBe(25);
});

test("more than a hundred shared files: the rest is counted, not read", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const site = product.tenant.state.sites.oneDrive(anna.id);
  const share = { kind: "organization", role: "read", with: [] } as const;
  const more = Array.from({ length: 120 }, (_, index) => ({
    id: `01SHARED${index}`,
    name: `shared-${index}.txt`,
    kind: "file" as const,
    bytes: 1,
    shares: [{ ...share, with: [], id: `share-${index}` }],
  }));
  if (site) site.items = [...site.items, ...more];

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ evidence: { unread: 25 } });
  expect(product.tenant.requests().filter(({ path }) => path.endsWith("/permissions"))).toHaveLength(100);
});

test("R-72: the report holds ids and numbers, no names, addresses or links", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  await product.run(step);

  const kept = JSON.stringify((await anna.step(step)).evidence);
  for (const canary of ["customer.example", "maria", "Offer", "https://", "albrecht"])
    expect(kept).not.toContain(canary);
});

test("leaver09 never opened a OneDrive: skipped with that reason", async () => {
  const product = await begin();
  const samir = await product.leaver("leaver09").at(step);

  await product.run(step);

  expect(await samir.step(step)).toMatchObject({ state: "skipped", because: "the leaver has no OneDrive" });
});

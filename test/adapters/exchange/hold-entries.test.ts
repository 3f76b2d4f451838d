import { expect, test } from "vitest";
import { holdOf, organisationHolds } from "../../../shared/adapters/exchange/hold-entries.ts";

test.each([
  ["UniH7d895d48-7e23-4a8d-8346-533c3beac15d", "ediscovery"],
  ["mbxcdbbb86ce60342489bff371876e7f224:2", "retention"],
  ["mbxcdbbb86ce60342489bff371876e7f224:3", "retention"],
  ["skpcdbbb86ce60342489bff371876e7f224:3", "retention"],
  ["cld9c45c4c5-15bc-44dd-8b4b-2bc1ca3a8eab", "in-place"],
  ["c0ba3ce811b6432a8751430937152491", "in-place"],
  ["mbxcdbbb86ce60342489bff371876e7f224", "unknown"],
  ["mbxcdbbb86ce60342489bff371876e7f224:9", "unknown"],
  ["something-new", "unknown"],
])("R-35, FACT-05: %s is a hold of kind %s", (entry, kind) => {
  expect(holdOf(entry)).toEqual({ kind, id: entry });
});

test.each(["mbxcdbbb86ce60342489bff371876e7f224:1", "-mbxcdbbb86ce60342489bff371876e7f224"])(
  "%s holds nothing",
  (entry) => {
    expect(holdOf(entry)).toBeUndefined();
  },
);

test("R-35: policies of the organisation hold whom they do not leave out; those of groups and deleting ones hold nobody", () => {
  const organisation = ["mbxAAA:2", "mbxBBB:3", "mbxCCC:1", "grpDDD:2", "mbxEEE"];

  const holds = organisationHolds(organisation, ["-mbxaaa", "UniH1"]);

  expect(holds).toEqual([
    { kind: "organisation", id: "mbxBBB:3" },
    { kind: "unknown", id: "mbxEEE" },
  ]);
});

import { expect, test } from "vitest";
import {
  type GroupRoute,
  membershipRisk,
  ownershipRisk,
  routeBesideLicences,
  routeOf,
} from "../../shared/domain/group-route.ts";
import type { Group } from "../../shared/domain/ports/groups.ts";

/** A security group that anybody may write. */
const plain: Group = {
  id: "7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f",
  synced: false,
  dynamic: false,
  licences: [],
  assignableToRole: false,
  restricted: false,
  unified: false,
  mailEnabled: false,
};
const everything = { synced: true, dynamic: true, licences: ["sku"], assignableToRole: true, restricted: true };

test.each<[GroupRoute, Partial<Group>]>([
  ["synced", everything],
  ["dynamic", { ...everything, synced: false }],
  ["licence", { ...everything, synced: false, dynamic: false }],
  ["role", { ...everything, synced: false, dynamic: false, licences: [] }],
  ["restricted", { restricted: true, unified: true, mailEnabled: true }],
  ["graph", { unified: true, mailEnabled: true }],
  ["graph", {}],
  ["exchange", { mailEnabled: true }],
])("10.2: the first test that holds decides: %s", (route, differing) => {
  expect(routeOf({ ...plain, ...differing })).toBe(route);
});

test("R-56: when its licences are due, a group goes its own way", () => {
  expect(routeBesideLicences({ ...plain, licences: ["sku"] })).toBe("graph");
  expect(routeBesideLicences({ ...plain, licences: ["sku"], mailEnabled: true })).toBe("exchange");
  expect(routeBesideLicences({ ...plain, licences: ["sku"], dynamic: true })).toBe("dynamic");
});

test("R-57: whatever cannot be left here is on the list; whatever can is not", () => {
  const listed = (["synced", "dynamic", "role", "restricted"] as const).map((route) => membershipRisk(route, "id"));
  expect(listed.map((risk) => risk?.rule)).toEqual(["R-57", "R-57", "R-19", "R-57"]);
  for (const route of ["graph", "exchange", "licence"] as const) expect(membershipRisk(route, "id")).toBeUndefined();
});

test("R-47: a rule decides about members, not about owners", () => {
  expect(ownershipRisk({ ...plain, dynamic: true })).toBeUndefined();
  expect(ownershipRisk({ ...plain, licences: ["sku"] })).toBeUndefined();
  expect(ownershipRisk({ ...plain, synced: true })?.rule).toBe("R-47");
  expect(ownershipRisk({ ...plain, assignableToRole: true })?.rule).toBe("R-19");
  expect(ownershipRisk({ ...plain, restricted: true })?.rule).toBe("R-47");
});

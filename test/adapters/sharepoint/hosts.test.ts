import { expect, test } from "vitest";
import { administrationOf, isSharePoint } from "../../../shared/adapters/sharepoint/hosts.ts";

test.each([
  ["https://kestrel-my.sharepoint.com/personal/x", "https://kestrel-admin.sharepoint.com"],
  ["https://kestrel.sharepoint.com/sites/handovers", "https://kestrel-admin.sharepoint.com"],
  ["https://kestrel-north-my.sharepoint.com/personal/x", "https://kestrel-north-admin.sharepoint.com"],
  ["https://kestreleur-my.sharepoint.com/personal/x", "https://kestreleur-admin.sharepoint.com"],
  ["https://kestrel-my.sharepoint.us/personal/x", "https://kestrel-admin.sharepoint.us"],
  ["https://kestrel-my.sharepoint-mil.us/personal/x", "https://kestrel-admin.sharepoint-mil.us"],
  ["https://kestrel-my.sharepoint.cn/personal/x", "https://kestrel-admin.sharepoint.cn"],
])("R-75: the administration of %s is %s", (site, administration) => {
  expect(administrationOf(site, undefined)).toBe(administration);
});

test.each([
  "http://kestrel-my.sharepoint.com/personal/x",
  "https://kestrel-my.sharepoint.com.evil.example/personal/x",
  "https://evil.example/kestrel-my.sharepoint.com",
  "https://kestrel-my.sharepoint.com:8443/personal/x",
  "https://user@kestrel-my.sharepoint.com/personal/x",
  "https://localhost:4443/personal/x",
  "no address",
])("P12: %s is no address of SharePoint: no token goes there", (address) => {
  expect([isSharePoint(address, undefined), administrationOf(address, undefined)]).toEqual([false, undefined]);
});

test("the local stack answers for all of it under one address, and for nothing else", () => {
  const local = "https://localhost:4443";
  expect(administrationOf(`${local}/personal/x`, local)).toBe(`${local}/sharepoint-admin`);
  expect(isSharePoint("https://kestrel-my.sharepoint.com/personal/x", local)).toBe(false);
});

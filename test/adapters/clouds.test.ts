import { describe, expect, test } from "vitest";
import { tenantSettings } from "../../functions/settings/tenant.ts";
import { endpointsOf, suffixesOf } from "../../shared/adapters/clouds.ts";
import { Cloud } from "../../shared/domain/cloud.ts";

const settings = {
  M365_TENANT_ID: "8D2C5B1E-5f0a-4c52-9c1a-2f6f0a9f1b11",
  M365_CLIENT_ID: "0f8b2a6c-1f55-4b0e-8f5c-6a9a5b8f2c22",
  M365_CLIENT_SECRET: "canary-secret",
  NOTICE_SENDER: "notices@kestrel.example",
};

describe("clouds", () => {
  test("keeps sign-in, Graph and Exchange of one cloud together", () => {
    expect(Cloud.options.map((cloud) => Object.values(endpointsOf(cloud)))).toEqual([
      ["https://login.microsoftonline.com", "https://graph.microsoft.com", "https://outlook.office365.com"],
      ["https://login.microsoftonline.us", "https://graph.microsoft.us", "https://outlook.office365.us"],
      ["https://login.microsoftonline.us", "https://dod-graph.microsoft.us", "https://outlook-dod.office365.us"],
      ["https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn", "https://outlook.office365.cn"],
    ]);
  });

  test("keeps the endings of SharePoint, Service Bus and storage with them", () => {
    expect(Cloud.options.map((cloud) => Object.values(suffixesOf(cloud)))).toEqual([
      [".sharepoint.com", ".servicebus.windows.net", ".core.windows.net"],
      [".sharepoint.us", ".servicebus.usgovcloudapi.net", ".core.usgovcloudapi.net"],
      [".sharepoint-mil.us", ".servicebus.usgovcloudapi.net", ".core.usgovcloudapi.net"],
      [".sharepoint.cn", ".servicebus.chinacloudapi.cn", ".core.chinacloudapi.cn"],
    ]);
  });

  test("refuses the German cloud by name", () => {
    expect(() => tenantSettings({ ...settings, M365_CLOUD: "germany" })).toThrow(/M365_CLOUD.*Germany.*closed.*2021/);
  });

  test.each(["constructor", "mars"])("refuses the unknown cloud %s and names the known ones", (cloud) => {
    const reading = () => tenantSettings({ ...settings, M365_CLOUD: cloud });
    expect(reading).toThrow(/M365_CLOUD: must be one of worldwide, us-gov-l4, us-gov-l5, china$/);
  });
});

describe("tenant settings", () => {
  test("are worldwide unless said otherwise", () => {
    const { tenantId, endpoints, application, noticeSender } = tenantSettings({ ...settings, M365_CLOUD: " " });
    expect(tenantId).toBe(settings.M365_TENANT_ID.toLowerCase());
    expect(endpoints).toBe(endpointsOf("worldwide"));
    expect(application).toMatchObject({ clientSecret: "canary-secret", local: false });
    expect(application.login).toBe("https://login.microsoftonline.com");
    expect(noticeSender).toBe("notices@kestrel.example");
  });

  test("use the managed identity without a secret", () => {
    expect(tenantSettings({ ...settings, M365_CLIENT_SECRET: "" }).application.clientSecret).toBeUndefined();
  });

  test("let one address stand for the whole tenant", () => {
    const { endpoints, application } = tenantSettings({ ...settings, M365_ENDPOINT: "https://localhost:4443/" });
    const here = "https://localhost:4443";
    expect(endpoints).toEqual({ login: here, graph: here, exchange: here, sharepoint: here });
    expect(application).toMatchObject({ login: here, local: true });
  });

  test.each([
    ["M365_TENANT_ID", "kestrel.example"],
    ["M365_CLIENT_ID", "canary"],
    ["M365_ENDPOINT", "http://localhost:4443"],
    ["M365_ENDPOINT", "https://canary:secret@localhost/"],
    ["M365_ENDPOINT", "https://localhost/v1.0"],
    ["NOTICE_SENDER", "canary"],
    ["NOTICE_SENDER", "canary@x/../y"],
  ])("name the setting %s and not its value %s", (name, value) => {
    const reading = () => tenantSettings({ ...settings, [name]: value });
    expect(reading).toThrow(name);
    expect(reading).not.toThrow(value);
  });

  test.each(["M365_TENANT_ID", "M365_CLIENT_ID", "NOTICE_SENDER"])("need %s", (name) => {
    expect(() => tenantSettings({ ...settings, [name]: "  " })).toThrow(`Setting ${name}: is missing or empty`);
  });
});

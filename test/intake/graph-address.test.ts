import { expect, test } from "vitest";
import { notificationAddress } from "../../functions/settings/notification-address.ts";
import { SettingError } from "../../functions/settings/require.ts";

test.each([
  ["https://leaver.example", "https://leaver.example/api/graph/notifications"],
  [" https://leaver.example/ ", "https://leaver.example/api/graph/notifications"],
  ["https://leaver.example:8443", "https://leaver.example:8443/api/graph/notifications"],
  ["http://127.0.0.1:7071", "http://127.0.0.1:7071/api/graph/notifications"],
])("PUBLIC_ORIGIN %s is where Graph calls", (PUBLIC_ORIGIN, notificationUrl) => {
  expect(notificationAddress({ PUBLIC_ORIGIN, WEBSITE_HOSTNAME: "other.azurewebsites.net" })).toEqual({
    notificationUrl,
    lifecycleUrl: notificationUrl.replace("notifications", "lifecycle"),
  });
});

test("without it, Azure says what the app is called; a machine of one's own is called by nobody", () => {
  expect(notificationAddress({ WEBSITE_HOSTNAME: "leaver.azurewebsites.net" })?.notificationUrl).toBe(
    "https://leaver.azurewebsites.net/api/graph/notifications",
  );
  expect(notificationAddress({ WEBSITE_HOSTNAME: "localhost:7071" })).toBeUndefined();
  expect(notificationAddress({})).toBeUndefined();
  expect(notificationAddress({ PUBLIC_ORIGIN: "off", WEBSITE_HOSTNAME: "leaver.azurewebsites.net" })).toBeUndefined();
});

test.each([
  "http://leaver.example",
  "https://leaver.example/path",
  "https://leaver.example?a=b",
  "leaver.example",
  "//x",
])("%s stops the start", (PUBLIC_ORIGIN) => {
  expect(() => notificationAddress({ PUBLIC_ORIGIN })).toThrow(SettingError);
});

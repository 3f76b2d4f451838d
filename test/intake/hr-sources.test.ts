import { expect, test } from "vitest";
import { hrSources } from "../../functions/settings/hr-sources.ts";
import { SettingError } from "../../functions/settings/require.ts";
import { bambooHrWebhook } from "../../shared/adapters/hris/bamboohr-webhook.ts";
import { standardWebhooks } from "../../shared/adapters/hris/standard-webhooks.ts";
import { bambooSecret, standardSecret } from "../adapters/hris/signed.ts";

const settings = {
  HR_SOURCES: JSON.stringify([
    { name: "bamboohr", scheme: "bamboohr", lookup: { kind: "bamboohr", baseUrl: "https://acme.bamboohr.com" } },
    { name: "work-day", scheme: "standard-webhooks", lookup: { kind: "http", url: "https://hr.example/people?v=1" } },
    { name: "generic", scheme: "standard-webhooks" },
  ]),
  HR_BAMBOOHR_SECRET: bambooSecret,
  HR_BAMBOOHR_LOOKUP_KEY: "bamboo-lookup-key",
  HR_WORK_DAY_SECRET: standardSecret,
  HR_WORK_DAY_SECRET_NEXT: `whsec_${Buffer.alloc(24, 1).toString("base64")}`,
  HR_WORK_DAY_LOOKUP_KEY: "work-day-lookup-key",
  HR_GENERIC_SECRET: standardSecret,
};

function one(source: object) {
  return { ...settings, HR_SOURCES: JSON.stringify([{ name: "generic", scheme: "standard-webhooks", ...source }]) };
}

function failure(from: Record<string, string | undefined>): string {
  try {
    hrSources(from);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return String(error);
  }
  throw new Error("These settings were accepted");
}

test("sources are read with their secrets and keys", () => {
  expect(hrSources(settings)).toEqual([
    {
      name: "bamboohr",
      scheme: bambooHrWebhook,
      secrets: [bambooSecret],
      lookup: { kind: "bamboohr", baseUrl: "https://acme.bamboohr.com", key: "bamboo-lookup-key" },
      poll: { schedule: "0 15 4 * * *", lookBackDays: 31 },
    },
    {
      name: "work-day",
      scheme: standardWebhooks,
      secrets: [standardSecret, settings.HR_WORK_DAY_SECRET_NEXT],
      lookup: { kind: "http", url: "https://hr.example/people?v=1", key: "work-day-lookup-key" },
    },
    { name: "generic", scheme: standardWebhooks, secrets: [standardSecret], lookup: undefined },
  ]);
});

test.each([undefined, "", "  ", "[]"])("HR_SOURCES as %o means that there are none", (text) => {
  expect(hrSources({ HR_SOURCES: text })).toEqual([]);
});

test.each([
  "HR_BAMBOOHR_SECRET",
  "HR_BAMBOOHR_LOOKUP_KEY",
  "HR_WORK_DAY_SECRET",
  "HR_WORK_DAY_LOOKUP_KEY",
  "HR_GENERIC_SECRET",
])("the start stops when %s is missing, empty or malformed", (name) => {
  expect(failure({ ...settings, [name]: undefined })).toContain(`${name}: is missing`);
  for (const wrong of ["", " ", "canary", `${"canary".repeat(5)}\n`]) {
    const message = failure({ ...settings, [name]: wrong });
    expect(message).toContain(name);
    expect(message).not.toContain("canary");
  }
});

test("the next secret may be absent, and is checked when it is there", () => {
  expect(hrSources({ ...settings, HR_WORK_DAY_SECRET_NEXT: undefined })[1]?.secrets).toEqual([standardSecret]);
  expect(failure({ ...settings, HR_WORK_DAY_SECRET_NEXT: "" })).toContain("HR_WORK_DAY_SECRET_NEXT: is empty");
  expect(failure({ ...settings, HR_WORK_DAY_SECRET_NEXT: "whsec_c2hvcnQ=" })).toContain("HR_WORK_DAY_SECRET_NEXT");
});

test("a Key Vault reference that was not resolved is no secret", () => {
  const reference = "@Microsoft.KeyVault(SecretUri=https://leaver.vault.azure.net/secrets/hr-bamboohr)";

  expect(failure({ ...settings, HR_BAMBOOHR_SECRET: reference })).toContain(
    "HR_BAMBOOHR_SECRET: could not be read from Key Vault",
  );
  expect(failure({ ...settings, HR_BAMBOOHR_LOOKUP_KEY: reference })).toContain("HR_BAMBOOHR_LOOKUP_KEY");
});

test.each([
  "http://hr.example/people",
  "ftp://127.0.0.1/people",
  "https://user:canary@hr.example/people",
  "https://hr.example/people#canary",
  "http://localhost.example/people",
  "hr.example/people",
  "",
])("the lookup address %o is refused", (url) => {
  const message = failure(one({ lookup: { kind: "http", url } }));

  expect(message).toContain("HR_SOURCES");
  expect(message).not.toContain("canary");
});

test.each(["http://localhost:7001/people", "http://127.0.0.1:7001/people"])(
  "the local stack may be read at %s",
  (url) => {
    const [source] = hrSources({ ...one({ lookup: { kind: "http", url } }), HR_GENERIC_LOOKUP_KEY: "lookup-key" });

    expect(source?.lookup).toEqual({ kind: "http", url, key: "lookup-key" });
  },
);

test.each([
  ["no JSON", "{canary"],
  ["no list", "{}"],
  ["an unknown scheme", '[{"name":"generic","scheme":"canary"}]'],
  ["a bad name", '[{"name":"../canary","scheme":"bamboohr"}]'],
  ["a misspelt member", '[{"name":"generic","scheme":"standard-webhooks","lokup":{}}]'],
  ["an unknown lookup", '[{"name":"generic","scheme":"standard-webhooks","lookup":{"kind":"canary"}}]'],
  ["a poll of a lookup without list", '[{"name":"generic","scheme":"standard-webhooks","poll":{}}]'],
  ["a schedule of five fields", '[{"name":"a","lookup":{"kind":"finch"},"poll":{"schedule":"0 4 * * *"}}]'],
  ["neither scheme nor list", '[{"name":"generic","lookup":{"kind":"http","url":"https://hr.example"}}]'],
  ["Personio without the token's header", '[{"name":"a","scheme":"personio","acceptUnverified":true}]'],
  ["a token's header for another scheme", '[{"name":"a","scheme":"hibob","tokenHeader":"x-token"}]'],
  ["callouts of Entra without lookup", '[{"name":"a","scheme":"entra-lifecycle"}]'],
  ["a name twice", '[{"name":"generic","scheme":"standard-webhooks"},{"name":"generic","scheme":"bamboohr"}]'],
])("HR_SOURCES with %s stops the start", (_, text) => {
  const message = failure({ ...settings, HR_SOURCES: text });

  expect(message).toContain("Setting HR_SOURCES");
  expect(message).not.toContain("canary");
});

test("what no public source confirms is off, and named when it is not accepted", () => {
  const personio = { name: "generic", lookup: { kind: "personio" } };
  const keys = { HR_GENERIC_LOOKUP_KEY: "client-id:client-secret" };
  const from = (source: object) => ({
    ...keys,
    HR_GENERIC_SECRET: "x".repeat(40),
    HR_SOURCES: JSON.stringify([source]),
  });

  expect(failure(from(personio))).toContain("no public source confirms: the token call of Personio");
  expect(failure(from({ ...personio, scheme: "personio", tokenHeader: "x-token" }))).toContain("which header");
  expect(failure(from({ name: "generic", scheme: "bamboohr", oldTimes: true }))).toContain("repetitions of BambooHR");
  const [accepted] = hrSources(from({ ...personio, acceptUnverified: true }));
  expect(accepted?.unverified).toEqual(["the token call of Personio and how its lists name the next page"]);
});

test("every lookup of a vendor has its address and its keys", () => {
  const read = (kind: string, key: string, more = {}) =>
    hrSources({
      HR_SOURCES: JSON.stringify([{ name: "a1", lookup: { kind }, acceptUnverified: true }]),
      HR_A1_LOOKUP_KEY: key,
      ...more,
    })[0]?.lookup;

  expect(read("hibob", "id-1:token-1")).toEqual({
    kind: "hibob",
    baseUrl: "https://api.hibob.com",
    key: "id-1:token-1",
  });
  expect(read("finch", "finch-key")).toMatchObject({ baseUrl: "https://api.tryfinch.com" });
  expect(read("deel", "deel-key1")).toMatchObject({ baseUrl: "https://api.letsdeel.com" });
  expect(read("merge", "merge-key", { HR_A1_ACCOUNT_TOKEN: "account-token" })).toMatchObject({
    accountToken: "account-token",
  });
  expect(() => read("merge", "merge-key")).toThrow("HR_A1_ACCOUNT_TOKEN: is missing");
  expect(() => read("hibob", "no-colon-here")).toThrow("HR_A1_LOOKUP_KEY: is not an id and a secret");
});

test("a source may be read only, and be polled at its own times, or not at all", () => {
  const finch = { name: "a1", lookup: { kind: "finch" } };
  const read = (poll?: unknown) =>
    hrSources({
      HR_SOURCES: JSON.stringify([{ ...finch, ...(poll !== undefined && { scheme: "finch", poll }) }]),
      ...keys,
    })[0];
  const keys = { HR_A1_LOOKUP_KEY: "finch-key", HR_A1_SECRET: Buffer.alloc(32, 1).toString("base64") };

  expect(read()).toMatchObject({ scheme: undefined, secrets: [], poll: { schedule: "0 15 4 * * *" } });
  expect(read({ schedule: "0 0 */6 * * *", lookBackDays: 365 })?.poll).toEqual({
    schedule: "0 0 */6 * * *",
    lookBackDays: 365,
  });
  expect(read(false)?.poll).toBeUndefined();
});

test("the name of what the directory itself tells is no HR source's", () => {
  expect(failure(one({ name: "directory" }))).toMatch(/"directory" is taken/);
});

import { expect, test } from "vitest";
import { Policy } from "../../shared/domain/policy.ts";
import { readingLanguage } from "../../shared/notices/language.ts";
import { zoneOf } from "../../shared/notices/zone-of.ts";

test.each([
  ["de-AT", "de", "de-AT"],
  ["sv", "sv", "sv"],
  ["no", "nb", "nb"],
  ["nn-NO", "nb", "nb"],
  ["nb-NO", "nb", "nb-NO"],
  ["fr_CA", "fr", "fr-CA"],
  ["EN-gb", "en", "en-GB"],
  ["pl-PL", "da", "da"],
  ["not a language", "da", "da"],
  ["", "da", "da"],
  [undefined, "da", "da"],
])("who prefers %s reads %s", (preferred, language, locale) => {
  expect(readingLanguage(preferred, "da")).toEqual({ language, locale });
});

const policy = Policy.parse({ defaultZone: "Europe/Oslo", sites: { Pune: "Asia/Kolkata", Wien: "Europe/Vienna" } });

test.each([
  ["the office's, by the policy", { officeLocation: "Pune", usageLocation: "DE" }, "Europe/Berlin", "Asia/Kolkata"],
  [
    "the country's, if it has one",
    { officeLocation: "Floor 3", usageLocation: "se" },
    "Europe/Berlin",
    "Europe/Stockholm",
  ],
  [
    "the leaver's, in a country of several",
    { officeLocation: undefined, usageLocation: "US" },
    "Europe/Berlin",
    "Europe/Berlin",
  ],
  [
    "the policy's, when nothing is known",
    { officeLocation: "constructor", usageLocation: undefined },
    undefined,
    "Europe/Oslo",
  ],
])("the zone is %s", (_, reader, leavers, zone) => {
  expect(zoneOf(reader, policy, leavers)).toBe(zone);
});
